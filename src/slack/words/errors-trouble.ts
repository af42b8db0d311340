import type { CommandNames } from './commands.ts';
import { both } from './counts.ts';
import type { ErrorWordsOf } from './error-words.ts';
import type { FactReader } from './facts.ts';

/** What keeps a watch from showing anything, for whoever set it up. */
export const TROUBLE_ERRORS: ErrorWordsOf<
  'channel-lost' | 'card-deleted' | 'project-unreadable' | 'project-archived' | 'file-watches-lost'
> = {
  'channel-lost': (facts) => ({
    say: `I can't post in ${channelIn(facts)} any more: ${causeIn(facts)}. ${facts.has('file') ? "The operators' file has" : 'You watch'} ${facts.text('project', 'a project')} ${facts.has('file') ? 'shown there' : 'there'}.`,
    next: `${remedyIn(facts)}; what waits then comes by itself.`,
  }),
  'card-deleted': (facts) => ({
    say: `My message about ${facts.has('deployment') ? `deployment ${facts.text('deployment', '')}` : 'a deployment'} of ${facts.text('project', 'a project')} in ${channelIn(facts)} was deleted twice, so I don't post it again.`,
    next: 'The deployment still goes on; follow it in GitLab.',
  }),
  'project-unreadable': (facts, commands) => ({
    say: `I can't read ${facts.text('project', 'a project')} in GitLab any more: it was deleted, or the account I read GitLab with lost its access.`,
    next: `Have that account added to it as Reporter, and I go on by myself; or ${endOf(facts, commands)}.`,
  }),
  'file-watches-lost': (facts) => ({
    say: `Of the watches file I can't show ${both(facts.codes('watched'))}${facts.has('more') ? `, and ${facts.raw('more')} more` : ''}: the account I read GitLab with does not see it, or the file names it twice for one channel.`,
    next: 'Have that account added to it as Reporter, and I go on by myself within a quarter of an hour; or mend the file, and restart. `watches` in the channel says which it is.',
  }),
  'project-archived': (facts, commands) => ({
    say: `${facts.text('project', 'A project')} was archived in GitLab, so nothing new will come of it.`,
    next: `The watch stays, for when it is unarchived; or ${endOf(facts, commands)}.`,
  }),
};

const endOf = (facts: FactReader, commands: CommandNames): string =>
  facts.has('file') ? 'take the watch out of the file' : `end the watch with \`${commands.slipway} unwatch\``;

const CAUSES: Readonly<Record<string, readonly [string, string]>> = {
  not_in_channel: ['I was taken out of it', 'Invite me again with `/invite` and my name'],
  channel_not_found: [
    'it was deleted, or it is private and I am not in it',
    'Invite me there with `/invite` and my name',
  ],
  is_archived: ['it is archived', 'Unarchive it and invite me with `/invite` and my name'],
};

const causeIn = (facts: FactReader): string =>
  CAUSES[facts.raw('reason') ?? '']?.[0] ?? `Slack says ${facts.code('reason', 'nothing more')}`;

const remedyIn = (facts: FactReader): string =>
  CAUSES[facts.raw('reason') ?? '']?.[1] ?? 'Have an admin of the workspace let me post there';

/** What Slack's own channel ids look like; nothing a person writes does. */
const CHANNEL = /^[CG][A-Z0-9]{8,20}$/u;

const channelIn = (facts: FactReader): string => {
  const channel = facts.raw('channel') ?? '';
  return CHANNEL.test(channel) ? `<#${channel}>` : 'a channel';
};
