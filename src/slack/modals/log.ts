import type { KnownBlock, ModalView } from '@slack/types';
import { cleanText, clip, code, literal } from '../escape.ts';
import { CALLBACK } from '../ids.ts';
import { link } from '../links.ts';
import { plain, section } from '../text-objects.ts';
import { MODAL } from '../words/modals.ts';

/** Slack takes some 3,000 characters of a text; lines beyond that are left out from the top. */
const CHARACTERS = 2_500;
const LINE = 300;

/**
 * The last lines a job printed, letter by letter: a preformatted block of rich text is parsed for nothing.
 * @param lines untrusted text, the newest last
 */
export function logModal(
  job: { readonly name: string; readonly webUrl: string | null },
  lines: readonly string[],
  gitlabHost: string,
): ModalView {
  const shown = newest(lines);
  const head = link(job.webUrl, literal(job.name, 100), gitlabHost);
  return {
    type: 'modal',
    callback_id: CALLBACK.message,
    title: plain(MODAL.log.title, 24),
    close: plain(MODAL.close, 24),
    blocks: [
      section(shown.length === 0 ? MODAL.log.empty(head) : MODAL.log.lines(head, shown.length)),
      ...(shown.length === 0 ? [] : [preformatted(shown.join('\n'))]),
    ],
  };
}

function newest(lines: readonly string[]): string[] {
  const shown: string[] = [];
  let left = CHARACTERS;
  for (const line of lines.toReversed()) {
    const text = clip(cleanText(line), LINE);
    left -= text.length + 1;
    if (left < 0) break;
    shown.unshift(text);
  }
  return shown;
}

const preformatted = (text: string): KnownBlock => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }],
});

/** For a deployment that no job made. */
export const noLogModal = (deployment: number): ModalView => ({
  type: 'modal',
  callback_id: CALLBACK.message,
  title: plain(MODAL.log.title, 24),
  close: plain(MODAL.close, 24),
  blocks: [section(MODAL.log.none(code(`#${deployment}`)))],
});
