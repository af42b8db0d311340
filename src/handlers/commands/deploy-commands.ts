import { approve } from './deploy/approve.ts';
import { list } from './deploy/list.ts';
import { pending } from './deploy/pending.ts';
import { reject } from './deploy/reject.ts';
import { retry } from './deploy/retry.ts';
import { run } from './deploy/run.ts';
import { show } from './deploy/show.ts';

/** The sub-commands of `/deploy` besides `help`, in the order help shows them. */
export const deployCommands = [pending, show, list, approve, reject, run, retry];
