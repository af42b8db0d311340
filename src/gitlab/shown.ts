import { z } from 'zod';

/**
 * A value that is only shown, and may be missing. The schema lets anything pass; the functions below read it, and
 * whatever GitLab sends instead of the expected becomes "nothing", so that a title of the wrong type never hides a
 * deployment.
 */
export const shown = z.unknown().optional();

/** A text only shown. */
export const shownText = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** A number only shown, such as a duration. */
export const shownNumber = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** An address people may be sent to. `javascript:` and the like are dropped. */
export const shownUrl = (value: unknown): string | null =>
  typeof value === 'string' && /^https?:\/\//i.test(value) ? value : null;
