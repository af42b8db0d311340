import { z } from 'zod';

/**
 * Schemas for values that are only shown: whatever GitLab sends instead of the expected becomes "nothing", so that a
 * title of the wrong type never hides a deployment.
 */
export const shownText = z.string().nullish().catch(null);

/** A flag that is only shown; `false` when absent. */
export const shownFlag = z.boolean().catch(false);

/** Seconds. */
export const shownNumber = z.number().nullish().catch(null);

/** An address people may be sent to. `javascript:` and the like are dropped. */
export const shownUrl = z
  .string()
  .regex(/^https?:\/\//i)
  .nullish()
  .catch(null);
