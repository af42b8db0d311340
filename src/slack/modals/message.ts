import type { ModalView } from '@slack/types';
import { CALLBACK } from '../ids.ts';
import { plain, section } from '../text-objects.ts';
import { MODAL } from '../words/modals.ts';

const SECTION_LIMIT = 2_900;
/** Slack takes 100 blocks; far fewer are read. */
const SECTIONS = 50;

/**
 * A modal to read and close.
 * @param lines mrkdwn, escaped
 */
export const messageModal = (title: string, lines: readonly string[]): ModalView => ({
  type: 'modal',
  callback_id: CALLBACK.message,
  title: plain(title, 24),
  close: plain(MODAL.close, 24),
  blocks: inSections(lines).slice(0, SECTIONS).map(section),
});

/** What a click opens at once, while GitLab is asked: a trigger lives three seconds. */
export const loadingModal = (title: string = MODAL.loadingTitle): ModalView => ({
  type: 'modal',
  callback_id: CALLBACK.loading,
  title: plain(title, 24),
  close: plain(MODAL.close, 24),
  blocks: [section(MODAL.loading)],
});

/** Joins lines into as few sections as fit. */
function inSections(lines: readonly string[]): string[] {
  const sections: string[] = [];
  for (const line of lines) {
    const last = sections.at(-1);
    if (last !== undefined && last.length + line.length < SECTION_LIMIT)
      sections[sections.length - 1] = `${last}\n${line}`;
    else sections.push(line);
  }
  return sections;
}
