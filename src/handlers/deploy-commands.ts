import { approve } from './commands/deploy/approve.ts';
import { changes } from './commands/deploy/changes.ts';
import { create } from './commands/deploy/create.ts';
import { deleteDeployment } from './commands/deploy/delete.ts';
import { list } from './commands/deploy/list.ts';
import { pending } from './commands/deploy/pending.ts';
import { reject } from './commands/deploy/reject.ts';
import { retry } from './commands/deploy/retry.ts';
import { run } from './commands/deploy/run.ts';
import { show } from './commands/deploy/show.ts';
import { update } from './commands/deploy/update.ts';

/** The sub-commands of `/deploy` besides `help`, in the order help shows them. */
export const deployCommands = [
  pending,
  show,
  list,
  changes,
  approve,
  reject,
  run,
  retry,
  create,
  update,
  deleteDeployment,
];
