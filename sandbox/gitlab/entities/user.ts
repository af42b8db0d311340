import type { User } from '../state/people-records.ts';
import type { State } from '../state/state.ts';

/** The short form that stands inside other things. */
export function basicUser(state: State, user: User): Record<string, unknown> {
  return {
    id: user.id,
    username: user.username,
    public_email: null,
    name: user.name,
    state: user.blocked ? 'blocked' : 'active',
    locked: false,
    avatar_url: null,
    web_url: `${state.baseUrl}/${user.username}`,
  };
}

/** The short form, or null for a person who is gone. */
export function basicUserById(state: State, id: number): Record<string, unknown> | null {
  const user = state.users.get(id);
  return user ? basicUser(state, user) : null;
}

/** `GET /users/:id`, and the user of a job. */
export function publicUser(state: State, user: User): Record<string, unknown> {
  return {
    ...basicUser(state, user),
    created_at: user.createdAt,
    bio: '',
    location: '',
    linkedin: '',
    twitter: '',
    website_url: '',
    organization: '',
    job_title: '',
    pronouns: null,
    bot: false,
    work_information: null,
    local_time: null,
  };
}

/** `GET /user`: what only the person sees. */
export function ownUser(state: State, user: User): Record<string, unknown> {
  return {
    ...publicUser(state, user),
    email: `${user.username}@example.com`,
    commit_email: `${user.username}@example.com`,
    preferred_language: user.language,
    theme_id: 1,
    color_scheme_id: 1,
    projects_limit: 100_000,
    two_factor_enabled: false,
    external: false,
    private_profile: false,
    can_create_group: true,
    can_create_project: true,
    ...(user.admin ? { is_admin: true } : {}),
  };
}
