/** Words in a name that make GitLab guess a lower tier, and those that make it guess production where none of them is. */
const LOWER = /dev|review|trunk|te?st|int|ac(?:ce)?pt|qa|qc|control|quality|sta?g|mode?l|pre|demo|non/i;
const PRODUCTION = /pro?d|live/i;

/**
 * Whether acting on this environment deserves a second look. GitLab's tier decides where it is known; otherwise the
 * name is read the way GitLab guesses a tier (https://docs.gitlab.com/ci/environments/#deployment-tier-of-environments).
 */
export const isProduction = (environment: { name: string; tier?: string | null }): boolean =>
  environment.tier === undefined || environment.tier === null
    ? PRODUCTION.test(environment.name) && !LOWER.test(environment.name)
    : environment.tier === 'production';

/** In GitLab's order: the first that fits names the tier. */
const TIER_WORDS: readonly (readonly [string, RegExp])[] = [
  ['development', /dev|review|trunk/i],
  ['testing', /te?st|int|ac(?:ce)?pt|qa|qc|control|quality/i],
  ['staging', /sta?g|mode?l|pre|demo|non/i],
  ['production', /pro?d|live/i],
];

/** The tier GitLab gives an environment of this name unless somebody says otherwise; see `isProduction`. */
export const guessedTier = (name: string): string =>
  TIER_WORDS.find(([, words]) => words.test(name))?.[0] ?? 'other';
