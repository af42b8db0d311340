import { z } from 'zod';
import { FORM_NAMES } from '../../core/forms.ts';
import { ChannelId, ProjectId } from '../../core/ids.ts';

/** What a form remembers of where it came from. It carries no authority: whoever sends it acts as themselves. */
export const FormReference = z.object({
  op: z.enum(FORM_NAMES),
  channel: ChannelId,
  /** The one it was drawn for. */
  project: ProjectId.optional(),
  /** Where it asks for the project: how often it was drawn anew. */
  turn: z.number().int().min(0).max(10_000).optional(),
});
export type FormReference = z.infer<typeof FormReference>;

/** Slack's limit for `private_metadata`. */
const LIMIT = 3_000;

export const encodeFormReference = (reference: FormReference): string => JSON.stringify(reference);

/** Reads what `encodeFormReference` wrote; `undefined` for anything else. */
export function decodeFormReference(text: string): FormReference | undefined {
  if (text.length > LIMIT) return undefined;
  try {
    const parsed = FormReference.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
