import { parseArguments } from '../../../src/core/arguments.ts';
import { SlackUserId } from '../../../src/core/ids.ts';
import type { Watch } from '../../../src/core/watch.ts';
import type { NamingContext } from '../../../src/handlers/named-project.ts';
import { CHANNEL, TEAM } from '../../support/builders.ts';

/** A channel that has these watches, beside a GitLab. */
export const channelWith = (...watches: readonly Watch[]): NamingContext => ({
  ports: {
    gitlab: { baseUrl: 'https://gitlab.example.com' },
    watches: {
      ofChannel: (team, channel) => Promise.resolve(team === TEAM && channel === CHANNEL ? watches : []),
    },
  },
});

/** A command somebody typed in that channel. */
export const typed = (text: string) => ({
  person: { team: TEAM, user: SlackUserId.parse('U0KIM') },
  channel: CHANNEL,
  args: parseArguments(text, []),
});
