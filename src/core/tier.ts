/**
 * Whether acting on this environment deserves a second look. GitLab's tier decides where it is known; otherwise the
 * name is read the way GitLab guesses a tier (https://docs.gitlab.com/ci/environments/#deployment-tier-of-environments).
 */
export const isProduction = (environment: { name: string; tier?: string | null }): boolean =>
  environment.tier === undefined || environment.tier === null
    ? /prod|live|prd/i.test(environment.name)
    : environment.tier === 'production';
