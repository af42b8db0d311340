import { bool, type Check, list, object, string, url, word } from './check.ts';

/** A `plain_text` object of at most `max` characters. */
export function plainText(max: number): Check {
  return object({ type: word('plain_text'), text: string(max) }, { emoji: bool });
}

/** A `mrkdwn` or `plain_text` object; only mrkdwn knows `verbatim`, only plain text knows `emoji`. */
export function anyText(max: number): Check {
  const mrkdwn = object({ type: word('mrkdwn'), text: string(max) }, { verbatim: bool });
  const plain = plainText(max);
  return (value, path, report) => {
    const isPlain =
      typeof value === 'object' && value !== null && !Array.isArray(value) && value.type === 'plain_text';
    (isPlain ? plain : mrkdwn)(value, path, report);
  };
}

export const confirm = object(
  { title: plainText(100), text: anyText(300) },
  { confirm: plainText(30), deny: plainText(30), style: word('primary', 'danger') },
);

/** An option of a select menu: its text is plain. */
export const option = object({ text: plainText(75), value: string(150) }, { description: plainText(75) });

/** An option of radio buttons and check boxes: its text may be mrkdwn. */
export const richOption = object({ text: anyText(75), value: string(150) }, { description: anyText(75) });

/** An option of an overflow menu: it may carry an address. */
export const overflowOption = object(
  { text: plainText(75), value: string(150) },
  { description: plainText(75), url: url(3000) },
);

export const optionGroup = object({ label: plainText(75), options: list(1, 100, option) });

export const slackFile = object({}, { id: string(255), url: url(3000) });

export const dispatchConfig = object(
  {},
  { trigger_actions_on: list(1, 2, word('on_enter_pressed', 'on_character_entered')) },
);
