import type { KnownBlock } from '@slack/types';
import type { Named, Notice } from '../../core/notice.ts';
import { literal, plainLine } from '../escape.ts';
import { ACTION, encodeControl } from '../ids.ts';
import { link, safeUrl, siteUrl } from '../links.ts';
import { linkButton, mrkdwn, plain, type Rendered } from '../text-objects.ts';
import { watchList } from '../watch-list.ts';
import { CARD } from './card.ts';
import type { CommandNames } from './commands.ts';
import { ENDS } from './ends.ts';
import { errorWords } from './errors.ts';
import { plainFallback } from './fallback.ts';
import { hookSetText } from './hook.ts';
import { MAP_TEXTS } from './maps.ts';
import { NOTICE_TEXTS, named } from './notice-texts.ts';
import { OPERATION_WORDS } from './operations.ts';
import { statusText } from './status.ts';
import { WATCH_TEXTS, watchButtons } from './watches.ts';

/** What the words of a notice depend on besides the notice. */
export interface NoticeSettings {
  readonly gitlabHost: string;
  readonly commands: CommandNames;
}

/** The private message a notice becomes. */
export function noticeMessage(notice: Notice, settings: NoticeSettings): Rendered {
  if (notice.kind === 'watches') return watchList(notice, settings.commands);
  const text = noticeText(notice, settings);
  const elements = buttonsOf(notice, settings.gitlabHost);
  const blocks: KnownBlock[] = [{ type: 'section', text: mrkdwn(text) }];
  if (elements.length > 0) blocks.push({ type: 'actions', elements });
  return { text: plainFallback(text), blocks };
}

function noticeText(
  notice: Exclude<Notice, { kind: 'watches' }>,
  { gitlabHost, commands }: NoticeSettings,
): string {
  switch (notice.kind) {
    case 'error': {
      const facts = { ...notice.facts, reference: notice.reference };
      const { say, next } = errorWords(notice.code, facts, commands);
      return next === undefined ? say : `${say}\n${next}`;
    }
    case 'connect':
      return NOTICE_TEXTS.connect(notice, gitlabHost);
    case 'already-connected':
      return NOTICE_TEXTS.alreadyConnected(notice, gitlabHost, commands);
    case 'connected':
      return NOTICE_TEXTS.connected(notice, commands);
    case 'confirm-link':
      return NOTICE_TEXTS.confirmLink(notice, gitlabHost);
    case 'link-answered':
      return NOTICE_TEXTS.linkAnswered;
    case 'link-canceled':
      return NOTICE_TEXTS.linkCanceled(commands);
    case 'connection-moved':
      return NOTICE_TEXTS.connectionMoved(notice, commands);
    case 'connection-dropped':
      return NOTICE_TEXTS.connectionDropped(notice, commands);
    case 'disconnected':
      return NOTICE_TEXTS.disconnected(notice);
    case 'me':
      return NOTICE_TEXTS.me(notice, commands);
    case 'ends':
      return ENDS.changed(notice.wanted, commands);
    case 'decided':
      return NOTICE_TEXTS.decided(notice, named(notice.named, gitlabHost));
    case 'confirm-in-browser':
      return NOTICE_TEXTS.confirmInBrowser(notice, named(notice.named, gitlabHost));
    case 'uncertain':
      return NOTICE_TEXTS.uncertain(notice, named(notice.named, gitlabHost));
    case 'run-started':
      return NOTICE_TEXTS.runStarted(notice, named(notice.named, gitlabHost));
    case 'choose-rule':
      return NOTICE_TEXTS.chooseRule(notice, named(notice.named, gitlabHost), commands);
    case 'confirm':
      return OPERATION_WORDS.question(notice.op, notice.project, notice.effects);
    case 'confirmed':
      return OPERATION_WORDS.confirmed;
    case 'canceled':
      return OPERATION_WORDS.canceled;
    case 'written':
      return OPERATION_WORDS.done(
        notice.op,
        link(notice.url, literal(notice.subject), gitlabHost),
        notice.project,
        notice.details,
      );
    case 'hook-set':
      return hookSetText(notice, gitlabHost);
    case 'watch-set':
      return WATCH_TEXTS.set(notice, commands);
    case 'watch-undone':
      return WATCH_TEXTS.undone(notice, commands);
    case 'watch-tested':
      return WATCH_TEXTS.tested(notice);
    case 'watch-removed':
      return NOTICE_TEXTS.watchRemoved(notice, commands);
    case 'watch-kept':
      return NOTICE_TEXTS.watchKept(notice, commands);
    case 'watch-lost':
      return NOTICE_TEXTS.watchLost(notice, commands);
    case 'group-mapped':
      return MAP_TEXTS.mapped(notice, commands);
    case 'group-unmapped':
      return MAP_TEXTS.unmapped(notice);
    case 'group-maps':
      return MAP_TEXTS.list(notice, commands);
    case 'status':
      return statusText(notice.status);
    case 'all-watches':
      return NOTICE_TEXTS.allWatches(notice, commands);
  }
}

type Buttons = Extract<KnownBlock, { type: 'actions' }>['elements'];

function buttonsOf(notice: Notice, gitlabHost: string): Buttons {
  switch (notice.kind) {
    case 'connect':
      return connectButton(notice, NOTICE_TEXTS.connectButton, gitlabHost);
    case 'already-connected':
      return connectButton(notice, NOTICE_TEXTS.reconnectButton, gitlabHost);
    case 'confirm-in-browser':
      return confirmButton(notice.url);
    case 'confirm-link':
      return linkButtons(notice);
    case 'error':
      return openButton(typeof notice.facts.url === 'string' ? notice.facts.url : undefined, gitlabHost);
    case 'uncertain':
      return openButton(notice.named.url, gitlabHost);
    case 'choose-rule':
      return ruleButtons(notice);
    case 'confirm':
      return confirmButtons(notice);
    case 'watch-set':
      return watchButtons(notice);
    default:
      return [];
  }
}

/**
 * A page of our own is at `PUBLIC_URL`, not at GitLab's, and so only held to http and https; where a code is entered is a
 * page of GitLab's.
 */
function connectButton(
  { url, code }: Extract<Notice, { kind: 'connect' | 'already-connected' }>,
  text: string,
  gitlabHost: string,
): Buttons {
  const own = code === undefined ? siteUrl(url) : safeUrl(url, gitlabHost);
  return own === undefined ? [] : [{ ...linkButton(text, own, ACTION.connect), style: 'primary' }];
}

/** A page of our own. */
function confirmButton(url: string): Buttons {
  const own = siteUrl(url);
  if (own === undefined) return [];
  return [{ ...linkButton(NOTICE_TEXTS.confirmButton, own, ACTION.confirmInBrowser), style: 'primary' }];
}

function linkButtons({ id, takenBy }: Extract<Notice, { kind: 'confirm-link' }>): Buttons {
  const { connectYes, moveYes, connectNo } = NOTICE_TEXTS;
  const yes =
    takenBy === undefined
      ? ({ action_id: ACTION.connectLink, text: plain(connectYes, 75), style: 'primary' } as const)
      : ({ action_id: ACTION.moveLink, text: plain(moveYes, 75), style: 'danger' } as const);
  return [
    { type: 'button', ...yes, value: id },
    { type: 'button', action_id: ACTION.cancelLink, text: plain(connectNo, 75), value: id },
  ];
}

function openButton(url: Named['url'] | undefined, gitlabHost: string): Buttons {
  const safe = safeUrl(url, gitlabHost);
  return safe === undefined ? [] : [linkButton(CARD.openInGitLab, safe, ACTION.open)];
}

function confirmButtons({ id, op }: Extract<Notice, { kind: 'confirm' }>): Buttons {
  return [
    {
      type: 'button',
      action_id: ACTION.confirm,
      style: 'danger',
      text: plain(OPERATION_WORDS.confirm(op), 75),
      value: id,
    },
    { type: 'button', action_id: ACTION.cancel, text: plain(OPERATION_WORDS.cancel, 75), value: id },
  ];
}

function ruleButtons(notice: Extract<Notice, { kind: 'choose-rule' }>): Buttons {
  const { card } = notice;
  if (card === undefined) return [];
  return notice.labels.slice(0, 10).map((label, index) => ({
    type: 'button',
    action_id: `${ACTION.chooseRule}${index}`,
    text: plain(plainLine(label, 75), 75),
    value: encodeControl({
      card: card.id,
      revision: card.revision,
      extra: label.slice(0, 255).replaceAll(/\p{Surrogate}/gu, ''),
    }),
  }));
}
