import { connect } from './commands/slipway/connect.ts';
import { disconnect } from './commands/slipway/disconnect.ts';
import { history } from './commands/slipway/history.ts';
import { hook } from './commands/slipway/hook.ts';
import { map } from './commands/slipway/map.ts';
import { me } from './commands/slipway/me.ts';
import { status } from './commands/slipway/status.ts';
import { unmap } from './commands/slipway/unmap.ts';
import { unwatch } from './commands/slipway/unwatch.ts';
import { watch } from './commands/slipway/watch.ts';
import { watches } from './commands/slipway/watches.ts';

/** The sub-commands of `/slipway` besides `help`, in the order help shows them. */
export const slipwayCommands = [
  connect,
  watch,
  watches,
  unwatch,
  hook,
  map,
  unmap,
  history,
  me,
  disconnect,
  status,
];
