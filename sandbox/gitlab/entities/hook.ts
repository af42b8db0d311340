import { isExecutable } from '../hooks/courier.ts';
import { HOOK_EVENTS, type Hook } from '../state/hook-records.ts';
import type { State } from '../state/state.ts';

/** A webhook; its secrets are never shown. */
export function hookEntity(state: State, hook: Hook): Record<string, unknown> {
  const executable = isExecutable(state, hook);
  return {
    id: hook.id,
    url: hook.url,
    name: hook.name,
    description: hook.description,
    ...(hook.projectId === null ? { group_id: hook.groupId } : { project_id: hook.projectId }),
    ...Object.fromEntries(HOOK_EVENTS.map((event) => [event, hook.events.has(event)])),
    push_events_branch_filter: '',
    repository_update_events: false,
    enable_ssl_verification: hook.enableSslVerification,
    alert_status: executable ? 'executable' : 'temporarily_disabled',
    disabled_until:
      executable || hook.disabledUntil === null ? null : new Date(hook.disabledUntil).toISOString(),
    url_variables: [],
    created_at: hook.createdAt,
    custom_webhook_template: null,
    custom_headers: [],
    ...(state.version.atLeast('19.0')
      ? { token_present: hook.token !== null, signing_token_present: hook.signingToken !== null }
      : {}),
  };
}
