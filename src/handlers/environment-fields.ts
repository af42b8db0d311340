import { SlipwayError } from '../core/errors.ts';
import { AUTO_STOP_SETTINGS, TIERS } from '../core/operations.ts';
import type { CommandCall } from './define.ts';

/** Option keys of what can be set of an environment. */
export const ENVIRONMENT_OPTIONS = [
  'url',
  'tier',
  'description',
  'auto-stop',
  'agent',
  'namespace',
  'flux',
] as const;

/**
 * The settings of an environment out of a command's options.
 * @throws SlipwayError `bad-value` naming the option and what it takes
 */
export function environmentFields({ args }: Pick<CommandCall, 'args'>) {
  const { options } = args;
  return {
    ...text('externalUrl', options.get('url')),
    ...text('description', options.get('description')),
    ...text('kubernetesNamespace', options.get('namespace')),
    ...text('fluxResourcePath', options.get('flux')),
    ...oneOf('tier', 'tier', options.get('tier'), TIERS),
    ...oneOf(
      'autoStopSetting',
      'auto-stop',
      options.get('auto-stop')?.replaceAll('-', '_'),
      AUTO_STOP_SETTINGS,
    ),
    ...agent(options.get('agent')),
  };
}

const text = <K extends string>(key: K, value: string | undefined): { [P in K]?: string } =>
  value === undefined ? {} : record(key, value);

/** A record with one key; a computed key would widen to any text. */
const record = <K extends string, V>(key: K, value: V): { [P in K]?: V } => {
  const made: { [P in K]?: V } = {};
  made[key] = value;
  return made;
};

function oneOf<K extends string, T extends string>(
  key: K,
  option: string,
  value: string | undefined,
  known: readonly T[],
): { [P in K]?: T } {
  if (value === undefined) return {};
  const found = known.find((one) => one === value.toLowerCase());
  if (found === undefined) throw new SlipwayError('bad-value', { option, value, known });
  return record(key, found);
}

function agent(value: string | undefined): { clusterAgentId?: number } {
  if (value === undefined) return {};
  if (!/^[1-9]\d{0,15}$/u.test(value))
    throw new SlipwayError('bad-value', { option: 'agent', value, known: ['42'] });
  return { clusterAgentId: Number(value) };
}
