import { connect } from './slipway/connect.ts';
import { disconnect } from './slipway/disconnect.ts';
import { me } from './slipway/me.ts';
import { unwatch } from './slipway/unwatch.ts';
import { watch } from './slipway/watch.ts';
import { watches } from './slipway/watches.ts';

/** The sub-commands of `/slipway` besides `help`, in the order help shows them. */
export const slipwayCommands = [connect, watch, watches, unwatch, me, disconnect];
