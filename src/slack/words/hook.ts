import type { Notice } from '../../core/notice.ts';
import { code, literal } from '../escape.ts';
import { link } from '../links.ts';
import type { ErrorWordsOf } from './error-words.ts';
import type { FactReader } from './facts.ts';

type HookSet = Extract<Notice, { kind: 'hook-set' }>;

/** What became of setting up a webhook; mrkdwn. */
export function hookSetText(notice: HookSet, gitlabHost: string): string {
  const what = `${notice.isGroup ? 'the group ' : ''}${literal(notice.where, 120)}`;
  const hook = link(notice.page, 'webhook', gitlabHost);
  return `The ${hook} of ${what} is set up, in your name: GitLab tells of deployments, jobs and pipelines at once.\n${testText(notice)}`;
}

function testText({ test, address }: HookSet): string {
  switch (test.end) {
    case 'arrived':
      return `Its test event arrived after ${(test.afterMs / 1_000).toFixed(1)} s.`;
    case 'not-delivered':
      return `*Its test event could not be delivered*${test.said === undefined ? '' : `: GitLab says ${code(test.said, 300)}`}.\nCheck that GitLab's server reaches ${code(address, 300)}, then send the command again. Until then I keep polling.`;
    case 'not-arrived':
      return `*Its test event did not arrive here*, though GitLab says it was delivered.\nCheck that ${code(address, 300)} leads to this Slipway, then send the command again. Until then I keep polling.`;
    case 'untested':
      return 'GitLab did not test it: either it is too old for that, or it was asked too often.\nTest it on its page in GitLab: *Test*, then *Push events*.';
  }
}

const manually = (facts: FactReader): string =>
  `by hand: *Settings > Webhooks*, URL ${facts.code('address', 'of this Slipway')}, the secret token that whoever runs Slipway knows, and the triggers *Deployment events*, *Job events* and *Pipeline events*`;

/** Why no webhook was set up. */
export const HOOK_ERRORS: ErrorWordsOf<
  | 'hook-off'
  | 'hook-address'
  | 'hook-forbidden'
  | 'hook-group-missing'
  | 'hook-address-refused'
  | 'hook-unsigned'
> = {
  'hook-off': () => ({
    say: 'This Slipway takes no webhooks yet, so nothing was set up. It finds deployments by polling.',
    next: 'Whoever runs Slipway switches them on by setting `GITLAB_WEBHOOK_SIGNING_TOKEN` (GitLab 19.0 and later) or `GITLAB_WEBHOOK_SECRET`.',
  }),
  'hook-address': (facts) => ({
    say: `GitLab can't reach me at ${facts.code('address', 'my address')}, which leads to its own machine. Nothing was set up.`,
    next: "Whoever runs Slipway has to set `PUBLIC_URL` to an address that GitLab's server reaches.",
  }),
  'hook-forbidden': (facts) => ({
    say: `GitLab lets only ${facts.has('group') ? 'owners of the group' : 'maintainers'} set up webhooks of ${facts.text('where', 'this project')}. Nothing was changed.`,
    next: `Ask one of them to send this command, or to add the webhook ${manually(facts)}.`,
  }),
  'hook-group-missing': (facts) => ({
    say: facts.has('group')
      ? `GitLab has no group ${facts.text('where', 'of that name')}, does not show it to you, or has no webhooks for groups (they need Premium). Nothing was changed.`
      : `GitLab shows you no webhooks of ${facts.text('where', 'this project')}. Nothing was changed.`,
    next: 'Check the name, or set up the webhook of each project.',
  }),
  'hook-address-refused': (facts) => ({
    say: `GitLab refused the address ${facts.code('address', 'of this Slipway')}${facts.has('said') ? `: ${facts.code('said', '')}` : ''}. Nothing was set up.`,
    next: 'If it lies in a private network, an administrator of GitLab has to allow it: *Admin > Settings > Network > Outbound requests*.',
  }),
  'hook-unsigned': (facts) => ({
    say: `This GitLab can't sign webhooks (19.0 and later can), and this Slipway takes only signed ones. Nothing was set up for ${facts.text('where', 'this project')}.`,
    next: 'Whoever runs Slipway has to set `GITLAB_WEBHOOK_SECRET` as well.',
  }),
};
