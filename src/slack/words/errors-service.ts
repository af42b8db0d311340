import type { ErrorWordsOf } from './error-words.ts';
import type { FactReader } from './facts.ts';

/** Slack, the store, and ourselves. */
export const SERVICE_ERRORS: ErrorWordsOf<
  | 'channel-unreachable'
  | 'slack-refused'
  | 'slack-rate-limited'
  | 'slack-ambiguous'
  | 'slack-unreachable'
  | 'store-unavailable'
  | 'secret-unreadable'
  | 'busy-elsewhere'
  | 'job-malformed'
  | 'internal'
> = {
  'channel-unreachable': (facts) => ({
    say: `I can't post in ${place(facts)}${reasonOf(facts)}.`,
    next:
      facts.raw('reason') === 'not_in_channel'
        ? 'Invite me there with `/invite` and my name, then try again.'
        : 'Invite me there with `/invite` and my name, or check that the channel is not archived.',
  }),
  'slack-refused': (facts) => ({
    say: `Slack refused a message of mine${facts.has('reason') ? ` (${facts.code('reason', '')})` : ''}.`,
    next: `Tell whoever runs Slipway${reference(facts.text('reference', ''))}.`,
  }),
  'slack-rate-limited': () => ({
    say: 'Slack asked me to slow down, so the message comes a little later.',
    next: 'You need to do nothing; if it does not come within a few minutes, try again.',
  }),
  'slack-ambiguous': () => ({
    say: "Slack did not say whether it took my message, so I'm checking before I post it again.",
    next: 'You need to do nothing; it takes about a minute.',
  }),
  'slack-unreachable': () => ({
    say: "I couldn't reach Slack.",
    next: 'Try again in a minute.',
  }),
  'store-unavailable': () => ({
    say: "I can't reach my own storage, so nothing was done.",
    next: 'Try again in a minute, or do it in GitLab; whoever runs Slipway finds the details in the log.',
  }),
  'secret-unreadable': (_facts, commands) => ({
    say: "I can't read your stored connection any more, so nothing was done.",
    next: `Connect again with \`${commands.slipway} connect\`.`,
  }),
  'busy-elsewhere': () => ({
    say: "I'm already working on this.",
    next: 'Give it a few seconds and look again.',
  }),
  'job-malformed': (facts) => ({
    say: `I could not read a task of my own${reference(facts.text('reference', ''))}, so it was not carried out.`,
    next: 'Try again; if it happens twice, tell whoever runs Slipway.',
  }),
  internal: (facts) => ({
    say: `I hit a problem of my own${reference(facts.text('reference', ''))} and noted it in the log.`,
    next: 'Look at the card to see where things stand; if it happens again, give the reference to whoever runs Slipway.',
  }),
};

function reasonOf(facts: FactReader): string {
  if (!facts.has('reason')) return '';
  return facts.raw('reason') === 'not_in_channel'
    ? ', because I am not a member'
    : ` (Slack says ${facts.code('reason', '')})`;
}

/** What Slack's own channel ids look like; nothing a person writes does. */
const CHANNEL = /^[CG][A-Z0-9]{8,20}$/u;

/** A channel's id, which Slack shows as its name. */
const place = (facts: FactReader): string => {
  const channel = facts.raw('channel') ?? '';
  return CHANNEL.test(channel) ? `<#${channel}>` : facts.text('channel', 'this channel');
};

const reference = (text: string): string => (text === '' ? '' : ` (reference ${text})`);
