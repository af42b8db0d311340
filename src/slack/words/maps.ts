import type { Notice } from '../../core/notice.ts';
import { code, literal } from '../escape.ts';
import type { CommandNames } from './commands.ts';
import { counted } from './counts.ts';
import type { ErrorWordsOf } from './error-words.ts';

type Of<Kind extends Notice['kind']> = Extract<Notice, { kind: Kind }>;

const SHOWN = 30;

/** Texts about user groups that stand for groups of GitLab; mrkdwn. */
export const MAP_TEXTS = {
  mapped: ({ map, before }: Of<'group-mapped'>, commands: CommandNames): string => {
    const instead =
      before === undefined || before === map.userGroup ? '' : ` instead of <!subteam^${before}>`;
    return `Cards that ask members of ${literal(map.path, 120)} now call <!subteam^${map.userGroup}>${instead}, once, when they are posted. Who may approve is still GitLab's to say.\nTo end it, use ${code(`${commands.slipway} unmap ${map.path}`, 300)}.`;
  },
  unmapped: ({ map }: Of<'group-unmapped'>): string =>
    `<!subteam^${map.userGroup}> no longer stands for ${literal(map.path, 120)}: cards ask its members one by one, five at most.`,
  list: ({ rows }: Of<'group-maps'>, commands: CommandNames): string => {
    if (rows.length === 0)
      return `No user group stands for a group of GitLab that you may see.\nSet one up with \`${commands.slipway} map group/security @sec-approvers\`.`;
    const lines = rows
      .slice(0, SHOWN)
      .map(
        ({ map, isGone }) =>
          `• ${literal(map.path, 120)} → <!subteam^${map.userGroup}>, by <@${map.by}>${isGone ? ` – Slack has no such user group any more, so its members are asked one by one; ${code(`${commands.slipway} unmap ${map.path}`, 300)} clears it away` : ''}`,
      );
    const rest = rows.length - SHOWN;
    return [
      `*${counted(rows.length, 'user group')} of Slack for groups of GitLab:*`,
      ...lines,
      ...(rest > 0 ? [`and ${rest} more`] : []),
    ].join('\n');
  },
} as const;

/** What is wrong with such a wish. */
export const MAP_ERRORS: ErrorWordsOf<
  'group-not-found' | 'user-group-not-found' | 'map-forbidden' | 'map-not-found'
> = {
  'group-not-found': (facts) => ({
    say: `GitLab shows you no group ${facts.code('group', 'of that name')}. Nothing was changed.`,
    next: 'Check the spelling (it is the path in the address, like `acme/security`) and that you are a member of it.',
  }),
  'user-group-not-found': (facts, commands) => ({
    say:
      facts.raw('why') === 'unchecked'
        ? "I can't look up Slack's user groups by name. Nothing was changed."
        : 'Slack has no such user group in use. Nothing was changed.',
    next: `Pick it from the list Slack offers after @, as in \`${commands.slipway} map group/security @sec-approvers\`.`,
  }),
  'map-forbidden': (facts) => ({
    say: `Whom a mention for ${facts.code('group', 'this group')} calls is for its maintainers to say, and GitLab does not name you as one. Nothing was changed.`,
    next: 'Ask somebody with the Maintainer role in the group, or one of those who run Slipway.',
  }),
  'map-not-found': (facts, commands) => ({
    say: `No user group stands for ${facts.code('group', 'that group')}. Nothing was changed.`,
    next: `\`${commands.slipway} map\` shows what is set up.`,
  }),
};
