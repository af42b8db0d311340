import { z } from 'zod';
import { CardId, Revision } from '../core/ids.ts';

/**
 * Every id by which Slack tells us which control was used. Changing one breaks the messages already posted.
 * Ids that end in `:` are prefixes; Slack wants each action id once per message.
 */
export const ACTION = {
  approve: 'card-approve',
  reject: 'card-reject',
  more: 'card-more',
  showShips: 'card-ships',
  run: 'card-run',
  retry: 'card-retry',
  showLog: 'card-log',
  rejectOlder: 'card-reject-older',
  /** The same in a private message, for who had to connect first. */
  rejectOlderNow: 'older-reject',
  stopEnds: 'ends-stop',
  /** Buttons that only open an address; the click is acknowledged and nothing else. */
  open: 'link:open',
  openSite: 'link:open-site',
  openNewer: 'link:open-newer',
  connect: 'link:connect',
  confirmInBrowser: 'link:confirm',
  chooseRule: 'choose-rule:',
  keepWatch: 'watch-keep',
  stopWatch: 'watch-stop',
  testWatch: 'watch-test',
  editWatch: 'watch-edit',
  undoWatch: 'watch-undo',
  /** Menus beside the watches of a list. */
  watchRow: 'watch-row:',
  confirm: 'operation-confirm',
  cancel: 'operation-cancel',
  connectLink: 'link-connect',
  moveLink: 'link-move',
  cancelLink: 'link-cancel',
  /** Menus beside the rows of a list, and buttons below a deployment's details. */
  deploymentRow: 'deployment-row:',
  environmentRow: 'environment-row:',
  detailsApprove: 'details-approve',
  detailsRun: 'details-run',
  listPrevious: 'list:previous',
  listNext: 'list:next',
  /** In the modal of what ships. */
  shipsPrevious: 'ships:previous',
  shipsNext: 'ships:next',
  historyOlder: 'history:older',
  historyNewer: 'history:newer',
  /** Inputs of the modals. */
  comment: 'input-comment',
  reason: 'input-reason',
  approveAs: 'input-approve-as',
  older: 'input-older',
  runWhenComplete: 'input-run-when-complete',
  /** Inputs of the forms: what is chosen, and what is typed where it is not among the choices. */
  formChoice: 'input-choice',
  formText: 'input-text',
  formRemove: 'input-remove',
} as const;

/** Entries of a card's overflow menu; the value of each option is `<entry>:<button value>`. */
export const MENU_ENTRIES = ['comment', 'ships', 'approvers', 'open'] as const;
export type MenuEntry = (typeof MENU_ENTRIES)[number];

export const CALLBACK = {
  approve: 'modal-approve',
  reject: 'modal-reject',
  rejectOlder: 'modal-reject-older',
  form: 'modal-form',
  /** Turns its own pages. */
  ships: 'modal-ships',
  watch: 'modal-watch',
  /** Modals without a submit button. */
  message: 'modal-message',
  loading: 'modal-loading',
} as const;

export const BLOCK = {
  comment: 'block-comment',
  reason: 'block-reason',
  shipsPage: 'block-ships-page',
  approveAs: 'block-approve-as',
  older: 'block-older',
  runWhenComplete: 'block-run-when-complete',
  /** Of a form; the name of the field follows. */
  choice: 'choice-',
  text: 'text-',
  /** Of a form: ticks for what is taken away. */
  remove: 'remove',
} as const;

/** Slack's limit for a button's value. */
const VALUE_LIMIT = 2_000;

/** What a control of a card stands for. It is opaque and carries no authority: everything is looked up and re-read. */
export interface ControlValue {
  readonly card: CardId;
  readonly revision: Revision;
  /** A short text, e.g. the label of a rule; untrusted like everything that comes back. */
  readonly extra?: string;
}

/** Writes `<cardId>.<revision>`, with a third part in base64url when there is an extra. */
export function encodeControl(value: ControlValue): string {
  const base = `${value.card}.${value.revision}`;
  return value.extra === undefined ? base : `${base}.${Buffer.from(value.extra).toString('base64url')}`;
}

/** Reads what `encodeControl` wrote; `undefined` for anything else. */
export function decodeControl(text: string): ControlValue | undefined {
  if (text.length > VALUE_LIMIT) return undefined;
  const [first, second, third, ...rest] = text.split('.');
  const card = CardId.safeParse(first);
  const revision = Revision.safeParse(second);
  if (!card.success || !revision.success || rest.length > 0) return undefined;
  if (third === undefined) return { card: card.data, revision: revision.data };
  if (!/^[\w-]+$/u.test(third)) return undefined;
  const extra = Buffer.from(third, 'base64url').toString('utf8');
  return { card: card.data, revision: revision.data, extra };
}

/** Value of an overflow option. */
export const encodeMenu = (entry: MenuEntry, value: ControlValue): string =>
  `${entry}:${encodeControl(value)}`;

/** Reads what `encodeMenu` wrote; `undefined` for anything else. */
export function decodeMenu(text: string): { entry: MenuEntry; value: ControlValue } | undefined {
  const colon = text.indexOf(':');
  const entry = z.enum(MENU_ENTRIES).safeParse(text.slice(0, colon));
  const value = colon < 0 ? undefined : decodeControl(text.slice(colon + 1));
  return entry.success && value !== undefined ? { entry: entry.data, value } : undefined;
}
