import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { listOf } from '../../core/arguments.ts';
import type { ChannelId, ProjectId } from '../../core/ids.ts';
import { TIERS } from '../../core/operations.ts';
import { matchesPatterns, WATCH_EVENTS } from '../../core/watch.ts';
import type { WatchTexts } from '../../core/watch-command.ts';
import { plainLine } from '../escape.ts';
import { ACTION, CALLBACK } from '../ids.ts';
import { context, plain } from '../text-objects.ts';
import type { CommandNames } from '../words/commands.ts';
import { EVENT_WORDS } from '../words/events.ts';
import { MODAL } from '../words/modals.ts';
import { WATCH_FORM } from '../words/watch-form.ts';
import { asChoice, type Choice, offered } from './form-inputs.ts';
import { deliveryInputs } from './watch-delivery-inputs.ts';
import { encodeWatchReference, WATCH_BLOCK, type WatchReference } from './watch-entries.ts';

const TEXT_LIMIT = 3_000;

/** A form whose project or group is known, as `prepareWatchForm` makes it. */
export interface WatchFormView {
  readonly channel: ChannelId;
  readonly subject: { readonly project: ProjectId } | { readonly group: number };
  readonly path: string;
  readonly environments: readonly string[];
  readonly texts: WatchTexts;
  readonly isChange: boolean;
  readonly mayConfirm: boolean;
}

/**
 * Asks for the project or group first: what can be chosen in the form is its own.
 * @param watched what the channel watches already, and the word that names it
 */
export function watchProjectModal(
  reference: WatchReference,
  watched: readonly { readonly named: string; readonly path: string }[],
): ModalView {
  const choices = offered(watched.map(({ named, path }) => ({ value: named, text: path })));
  const select: InputBlock = {
    type: 'input',
    block_id: WATCH_BLOCK.watched,
    label: plain(WATCH_FORM.watched, 200),
    optional: true,
    element: {
      type: 'static_select',
      action_id: ACTION.formChoice,
      placeholder: plain(WATCH_FORM.choose, 150),
      options: choices.map(toOption),
    },
  };
  const hasChoice = choices.length > 0;
  const typed = text(WATCH_BLOCK.project, WATCH_FORM.project, WATCH_FORM.projectHint, undefined, hasChoice);
  return modal(WATCH_FORM.title, WATCH_FORM.next, reference, [typed, ...(hasChoice ? [select] : [])]);
}

/** The form itself, with the project's environments to choose from. */
export function watchModal(view: WatchFormView, commands: CommandNames): ModalView {
  const { channel, subject, texts, isChange, mayConfirm } = view;
  const offers = offered(view.environments.map(asChoice));
  const patterns = listOf(texts.env);
  const isOffered = (name: string): boolean => offers.some(({ value }) => value === name);
  const others = patterns.filter((name) => !isOffered(name)).join(', ');
  const blocks: KnownBlock[] = [
    context(WATCH_FORM.about(view.path)),
    ...(offers.length === 0 ? [] : [several('environments', offers, patterns.filter(isOffered))]),
    text(
      WATCH_BLOCK.env,
      offers.length === 0 ? WATCH_FORM.environments : WATCH_FORM.env,
      WATCH_FORM.envHint,
      others,
    ),
    several('tier', TIERS.map(asChoice), tiersIn(listOf(texts.tier))),
    text(WATCH_BLOCK.ref, WATCH_FORM.ref, WATCH_FORM.refHint, texts.ref),
    text(WATCH_BLOCK.by, WATCH_FORM.by, WATCH_FORM.byHint, texts.by),
    boxes(WATCH_BLOCK.on, WATCH_FORM.on, events, listOf(texts.on), false),
    ...deliveryInputs(view, commands),
    ...(mayConfirm
      ? [boxes(WATCH_BLOCK.confirm, WATCH_FORM.confirm, confirming, [texts.confirm ?? ''], true)]
      : []),
  ];
  const title = isChange ? WATCH_FORM.changeTitle : WATCH_FORM.title;
  const submit = isChange ? WATCH_FORM.changeSubmit : WATCH_FORM.submit;
  return modal(title, submit, { channel, ...subject }, blocks);
}

/** Patterns cannot be chosen, but what they stand for can. */
const tiersIn = (patterns: readonly string[]): string[] =>
  patterns.length === 0 ? [] : TIERS.filter((tier) => matchesPatterns(patterns, tier));

const events: Choice[] = WATCH_EVENTS.map((event) => ({ value: event, text: EVENT_WORDS[event] }));
const confirming: Choice[] = [{ value: 'browser', text: WATCH_FORM.confirmBox }];

const modal = (
  title: string,
  submit: string,
  reference: WatchReference,
  blocks: KnownBlock[],
): ModalView => ({
  type: 'modal',
  callback_id: CALLBACK.watch,
  private_metadata: encodeWatchReference(reference),
  title: plain(title, 24),
  submit: plain(submit, 24),
  close: plain(MODAL.cancel, 24),
  blocks,
});

const toOption = ({ value, text: label }: Choice): PlainTextOption => ({
  text: plain(plainLine(label, 75), 75),
  value,
});

const chosen = (choices: readonly Choice[], values: readonly string[]): PlainTextOption[] =>
  choices.filter(({ value }) => values.includes(value)).map(toOption);

function several(
  field: 'environments' | 'tier',
  choices: readonly Choice[],
  values: readonly string[],
): InputBlock {
  const initial = chosen(choices, values);
  return {
    type: 'input',
    block_id: WATCH_BLOCK[field],
    label: plain(WATCH_FORM[field], 200),
    hint: plain(WATCH_FORM[`${field}Hint`], 300),
    optional: true,
    element: {
      type: 'multi_static_select',
      action_id: ACTION.formChoice,
      placeholder: plain(WATCH_FORM.choose, 150),
      options: choices.map(toOption),
      ...(initial.length === 0 ? {} : { initial_options: initial }),
    },
  };
}

function boxes(
  block: string,
  label: string,
  choices: readonly Choice[],
  values: readonly string[],
  optional: boolean,
): InputBlock {
  const initial = chosen(choices, values);
  return {
    type: 'input',
    block_id: block,
    label: plain(label, 200),
    optional,
    element: {
      type: 'checkboxes',
      action_id: ACTION.formChoice,
      options: choices.map(toOption),
      ...(initial.length === 0 ? {} : { initial_options: initial }),
    },
  };
}

const text = (
  block: string,
  label: string,
  hint: string,
  entered: string | undefined,
  optional = true,
): InputBlock => ({
  type: 'input',
  block_id: block,
  label: plain(label, 200),
  hint: plain(hint, 300),
  optional,
  element: {
    type: 'plain_text_input',
    action_id: ACTION.formText,
    max_length: TEXT_LIMIT,
    ...(entered === undefined || entered === '' ? {} : { initial_value: entered.slice(0, TEXT_LIMIT) }),
  },
});
