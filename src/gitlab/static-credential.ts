import type { Credential, CredentialSource } from '../core/ports/gitlab.ts';

/** A token that stays as configured, such as the watcher's. Nothing renews it: the caller sees GitLab's 401. */
export const staticCredential = (credential: Credential): CredentialSource => ({
  current: async () => credential,
  renewed: async (refused) => refused,
});
