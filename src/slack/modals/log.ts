import type { KnownBlock, ModalView } from '@slack/types';
import { cleanText, clip, code, literal } from '../escape.ts';
import { CALLBACK } from '../ids.ts';
import { link } from '../links.ts';
import { plain, type Rendered, section } from '../text-objects.ts';
import { MODAL } from '../words/modals.ts';

/** Slack takes some 3,000 characters of a text; lines beyond that are left out from the top. */
const CHARACTERS = 2_500;
const LINE = 300;

/** What a deployment's job printed last; `job` is `null` where no job made the deployment. */
export interface PrintedLog {
  readonly deployment: number;
  readonly job: { readonly name: string; readonly webUrl: string | null } | null;
  /** Untrusted text, the newest last. */
  readonly lines: readonly string[];
}

/** The last lines a job printed, to read and close. */
export const logModal = (log: PrintedLog, gitlabHost: string): ModalView => ({
  type: 'modal',
  callback_id: CALLBACK.message,
  title: plain(MODAL.log.title, 24),
  close: plain(MODAL.close, 24),
  blocks: logBlocks(log, gitlabHost),
});

/** The same as a message, for whoever had to connect first. Its notification repeats nothing of what was printed. */
export const logMessage = (log: PrintedLog, gitlabHost: string): Rendered => ({
  text: MODAL.log.title,
  blocks: logBlocks(log, gitlabHost),
});

/** The lines stand letter by letter: a preformatted block of rich text is parsed for nothing. */
function logBlocks({ deployment, job, lines }: PrintedLog, gitlabHost: string): KnownBlock[] {
  if (job === null) return [section(MODAL.log.none(code(`#${deployment}`)))];
  const shown = newest(lines);
  const head = link(job.webUrl, literal(job.name, 100), gitlabHost);
  if (shown.length === 0) return [section(MODAL.log.empty(head))];
  return [section(MODAL.log.lines(head, shown.length)), preformatted(shown.join('\n'))];
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
