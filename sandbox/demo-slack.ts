import type { SandboxSlack } from './slack/sandbox-slack.ts';

/** The walk a newcomer is invited to; the page shows it as numbered steps. */
export const TOUR = [
  'You are Kim. In #deploys, send: /slipway watch acme/shop',
  'Slipway asks you to connect GitLab. Press the button, sign in as Kim Berg, and confirm.',
  'A card appears for the deployment that waits. Press Approve.',
  'Security has to approve too: become Ana (top left), press Approve, connect as Ana Costa, confirm.',
  'Approved. Press Run, and watch the card follow the deployment to production.',
  'Open the sandbox GitLab to start another pipeline, or to decide there: the card follows.',
];

/** The same people as in the sandbox GitLab, and two channels. */
export function demoSlack(slack: SandboxSlack): void {
  const kim = slack.addUser({ name: 'kim', realName: 'Kim Berg' });
  const ana = slack.addUser({ name: 'ana', realName: 'Ana Costa' });
  const dana = slack.addUser({ name: 'dana', realName: 'Dana Ruiz' });
  const members = [kim.id, ana.id, dana.id];
  slack.addChannel({ name: 'deploys', members, botIsMember: true });
  slack.addChannel({ name: 'random', members });
}
