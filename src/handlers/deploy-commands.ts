import { approve } from './commands/deploy/approve.ts';
import { list } from './commands/deploy/list.ts';
import { pending } from './commands/deploy/pending.ts';
import { reject } from './commands/deploy/reject.ts';
import { retry } from './commands/deploy/retry.ts';
import { run } from './commands/deploy/run.ts';
import { show } from './commands/deploy/show.ts';

/** The sub-commands of `/deploy` besides `help`, in the order help shows them. */
export const deployCommands = [pending, show, list, approve, reject, run, retry];
