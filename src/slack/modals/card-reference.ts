import { z } from 'zod';
import { CardId, ChannelId, MessageTs, Revision } from '../../core/ids.ts';

/** What a modal remembers of the card it was opened from. Like a button's value it carries no authority. */
export const CardReference = z.object({
  card: CardId,
  revision: Revision,
  channel: ChannelId,
  message: MessageTs.optional(),
});
export type CardReference = z.infer<typeof CardReference>;

/** Slack's limit for `private_metadata`. */
const LIMIT = 3_000;

export const encodeReference = (reference: CardReference): string => JSON.stringify(reference);

/** Reads what `encodeReference` wrote; `undefined` for anything else. */
export function decodeReference(text: string): CardReference | undefined {
  if (text.length > LIMIT) return undefined;
  try {
    const parsed = CardReference.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
