import { z } from 'zod';
import type { SlipwayError } from '../../core/errors.ts';
import { ChannelId, ProjectId } from '../../core/ids.ts';
import { WATCH_OPTIONS, type WatchTexts } from '../../core/watch-command.ts';
import { ACTION } from '../ids.ts';
import type { FilledForm } from '../payloads.ts';
import { chosenIn, isTicked, peopleIn, tickedIn, typedIn } from '../view-input.ts';
import type { CommandNames } from '../words/commands.ts';
import { plainError } from './input-error.ts';

const Texts = z.partialRecord(z.enum(WATCH_OPTIONS), z.string());

/** What the form remembers of where it came from. It carries no authority: whoever sends it acts as themselves. */
const WatchReference = z.object({
  channel: ChannelId,
  /** The one it was drawn for; without either, the form asks for it. */
  project: ProjectId.optional(),
  group: z.number().int().positive().optional(),
  /** What was said already, while the project is asked for. */
  texts: Texts.optional(),
});
export type WatchReference = z.infer<typeof WatchReference>;

/** Slack's limit for `private_metadata`. */
const LIMIT = 3_000;

/** What would be too long is entered once more. */
export function encodeWatchReference(reference: WatchReference): string {
  const whole = JSON.stringify(reference);
  return whole.length <= LIMIT ? whole : JSON.stringify({ ...reference, texts: undefined });
}

/** Reads what `encodeWatchReference` wrote; `undefined` for anything else. */
export function decodeWatchReference(text: string): WatchReference | undefined {
  try {
    return WatchReference.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Block ids of the inputs. */
export const WATCH_BLOCK = {
  project: 'watch-project',
  watched: 'watch-watched',
  environments: 'watch-environments',
  env: 'watch-env',
  tier: 'watch-tier',
  ref: 'watch-ref',
  by: 'watch-by',
  on: 'watch-on',
  people: 'watch-people',
  mention: 'watch-mention',
  mode: 'watch-mode',
  confirm: 'watch-confirm',
} as const;

/** The project or group that was chosen or typed. */
export const projectIn = (form: FilledForm): string | undefined =>
  typedIn(form, WATCH_BLOCK.project, ACTION.formText) ??
  chosenIn(form, WATCH_BLOCK.watched, ACTION.formChoice);

/** What was entered, as somebody would write it after the command. */
export function watchEntries(form: FilledForm): WatchTexts {
  const ticked = (block: string): string[] => tickedIn(form, block, ACTION.formChoice);
  const typed = (block: string): string | undefined => typedIn(form, block, ACTION.formText);
  const env = [...ticked(WATCH_BLOCK.environments), typed(WATCH_BLOCK.env)].filter(
    (part) => part !== undefined,
  );
  const people = peopleIn(form, WATCH_BLOCK.people, ACTION.formChoice).map((user) => `<@${user}>`);
  const mention = [...people, typed(WATCH_BLOCK.mention)].filter((part) => part !== undefined);
  return {
    env: env.join(','),
    tier: ticked(WATCH_BLOCK.tier).join(','),
    ref: typed(WATCH_BLOCK.ref),
    by: typed(WATCH_BLOCK.by),
    on: ticked(WATCH_BLOCK.on).join(','),
    confirm: isTicked(form, WATCH_BLOCK.confirm, ACTION.formChoice, 'browser') ? 'browser' : undefined,
    mention: mention.join(','),
    mode: chosenIn(form, WATCH_BLOCK.mode, ACTION.formChoice),
  };
}

/** What is wrong with a filter, at the input where it was entered. */
export function problemAtFilter(error: SlipwayError, commands: CommandNames): Record<string, string> {
  const { option } = error.facts;
  const block =
    (['tier', 'ref', 'by', 'on', 'mention', 'mode', 'confirm'] as const).find((one) => one === option) ??
    'env';
  return { [WATCH_BLOCK[block]]: plainError(error, commands) };
}
