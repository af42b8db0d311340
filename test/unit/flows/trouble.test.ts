import { describe, expect, it } from 'vitest';
import { SlipwayError } from '../../../src/core/errors.ts';
import { ChannelId, ProjectId, SlackUserId, TeamId } from '../../../src/core/ids.ts';
import type { Watch } from '../../../src/core/watch.ts';
import { tellMakers } from '../../../src/flows/trouble.ts';
import { keptLog } from '../../support/kept-log.ts';

const team = TeamId.parse('T0ACME');
const watchBy = (maker: string, project: number): Watch => ({
  team,
  channel: ChannelId.parse('C0DEPLOYS'),
  project: ProjectId.parse(project),
  projectPath: `acme/app-${project}`,
  environments: [],
  on: ['failed'],
  madeBy: SlackUserId.parse(maker),
  madeAt: 1,
});

/** Tells them; resolves with who heard. `refuse` says how Slack takes words for somebody. */
async function tell(watches: readonly Watch[], refuse: (user: string) => SlipwayError | undefined) {
  const heard: string[] = [];
  const log = keptLog();
  const notices = {
    direct: async ({ user }: { readonly user: string }) => {
      const refusal = refuse(user);
      if (refusal !== undefined) throw refusal;
      heard.push(user);
    },
  };
  const settings = { operators: [], team };
  await tellMakers({ notices, log, settings }, watches, 'channel-lost', { reason: 'is_archived' });
  return { heard, lines: log.lines.map((line): unknown => JSON.parse(line)) };
}

describe('the trouble of a channel', () => {
  const watches = [watchBy('U0GONE', 1), watchBy('U0KIM', 2), watchBy('U0KIM', 3)];

  it.each(['channel-unreachable', 'slack-refused'] as const)(
    'is told to the others where one of the makers can be told nothing (%s)',
    async (code) => {
      const { heard, lines } = await tell(watches, (user) =>
        user === 'U0GONE' ? new SlipwayError(code, { reason: 'user_disabled' }) : undefined,
      );
      expect(heard).toEqual(['U0KIM']);
      expect(lines).toMatchObject([{ level: 'warn', user: 'U0GONE' }]);
    },
  );

  it('is told later where Slack may take it later', async () => {
    const busy = new SlipwayError('slack-rate-limited', {});
    await expect(tell(watches, () => busy)).rejects.toBe(busy);
  });
});
