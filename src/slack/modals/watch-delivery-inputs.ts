import type { InputBlock } from '@slack/types';
import { listOf } from '../../core/arguments.ts';
import type { ChannelId } from '../../core/ids.ts';
import type { WatchTexts } from '../../core/watch-command.ts';
import { isDirect, MOST_MENTIONS, personIn, WATCH_MODES, type WatchMode } from '../../core/watch-delivery.ts';
import { ACTION } from '../ids.ts';
import { plain } from '../text-objects.ts';
import type { CommandNames } from '../words/commands.ts';
import { WATCH_FORM } from '../words/watch-form.ts';
import { WATCH_BLOCK } from './watch-entries.ts';

/** What the inputs are drawn from. */
interface DeliveryForm {
  readonly channel: ChannelId;
  readonly path: string;
  readonly texts: WatchTexts;
  readonly isChange: boolean;
}

/** Whom cards call and where they go. What comes to one person alone has neither to choose. */
export function deliveryInputs(form: DeliveryForm, commands: CommandNames): InputBlock[] {
  if (isDirect(form.channel)) return [];
  const mention = listOf(form.texts.mention);
  const people = mention.map(personIn).filter((user) => user !== undefined);
  const others = mention.filter((text) => personIn(text) === undefined);
  return [peopleInput(people), groupsInput(others), modeInput(form, commands)];
}

const peopleInput = (people: readonly string[]): InputBlock => ({
  type: 'input',
  block_id: WATCH_BLOCK.people,
  label: plain(WATCH_FORM.people, 200),
  hint: plain(WATCH_FORM.peopleHint, 300),
  optional: true,
  element: {
    type: 'multi_users_select',
    action_id: ACTION.formChoice,
    placeholder: plain(WATCH_FORM.choose, 150),
    max_selected_items: MOST_MENTIONS,
    ...(people.length === 0 ? {} : { initial_users: people.slice(0, MOST_MENTIONS) }),
  },
});

const groupsInput = (groups: readonly string[]): InputBlock => ({
  type: 'input',
  block_id: WATCH_BLOCK.mention,
  label: plain(WATCH_FORM.mention, 200),
  hint: plain(WATCH_FORM.mentionHint, 300),
  optional: true,
  element: {
    type: 'plain_text_input',
    action_id: ACTION.formText,
    max_length: 500,
    ...(groups.length === 0 ? {} : { initial_value: groups.join(', ').slice(0, 500) }),
  },
});

/** A watch of a channel stays one of the channel: what comes to one person alone is a watch of its own. */
function modeInput({ texts, isChange, path }: DeliveryForm, commands: CommandNames): InputBlock {
  const modes = WATCH_MODES.filter((mode) => mode !== 'dm' || !isChange);
  const options = modes.map(toOption);
  const now = modes.find((mode) => mode === texts.mode?.toLowerCase()) ?? 'message';
  return {
    type: 'input',
    block_id: WATCH_BLOCK.mode,
    label: plain(WATCH_FORM.mode, 200),
    ...(isChange
      ? { hint: plain(WATCH_FORM.modeHint(`${commands.slipway} watch ${path} mode:dm`), 300) }
      : {}),
    element: {
      type: 'static_select',
      action_id: ACTION.formChoice,
      options,
      initial_option: toOption(now),
    },
  };
}

const toOption = (mode: WatchMode) => ({ text: plain(WATCH_FORM.modes[mode], 75), value: mode });
