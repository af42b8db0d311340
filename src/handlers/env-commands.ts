import { create } from './commands/env/create.ts';
import { deleteEnvironment } from './commands/env/delete.ts';
import { deleteReviewApps } from './commands/env/delete-review-apps.ts';
import { list } from './commands/env/list.ts';
import { show } from './commands/env/show.ts';
import { stop } from './commands/env/stop.ts';
import { stopStale } from './commands/env/stop-stale.ts';
import { update } from './commands/env/update.ts';

/** The sub-commands of `/env` besides `help`, in the order help shows them. */
export const envCommands = [list, show, create, update, stop, stopStale, deleteEnvironment, deleteReviewApps];
