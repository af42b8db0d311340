/**
 * Values that are only shown. Schemas take them as `z.unknown()` and read them with these: whatever GitLab sends
 * instead of the expected becomes "nothing", so that a title of the wrong type never hides a deployment. It is also
 * several times cheaper than a schema with a fallback, and a list has a thousand such values.
 */
export const shownText = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** A number only shown, such as a duration. */
export const shownNumber = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** An address people may be sent to. `javascript:` and the like are dropped. */
export const shownUrl = (value: unknown): string | null =>
  typeof value === 'string' && /^https?:\/\//i.test(value) ? value : null;
