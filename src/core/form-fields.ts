import { SlipwayError } from './errors.ts';
import type { FormField } from './forms.ts';
import { EnvironmentId } from './ids.ts';
import { AUTO_STOP_SETTINGS, TIERS, WRITABLE_STATUSES } from './operations.ts';
import { parseDeploymentId, parseProject } from './references.ts';

/**
 * One entered field as an operation takes it.
 * @param text not empty, trimmed
 * @throws SlipwayError `bad-value` naming the option and what it takes, `bad-project`, `bad-deployment`, `foreign-url`
 */
export function readField(field: FormField, text: string, baseUrl: string): unknown {
  switch (field) {
    case 'project':
      return parseProject(text, baseUrl).project;
    case 'deployment':
      return deploymentOf(text, baseUrl);
    case 'environment':
      return isAddress(text) ? environmentOf(text, baseUrl) : text;
    case 'tag':
      return isYes(text);
    case 'status':
      return oneOf('status', text, WRITABLE_STATUSES);
    case 'tier':
      return oneOf('tier', text, TIERS);
    case 'auto-stop':
      return oneOf('auto-stop', text.replaceAll('-', '_'), AUTO_STOP_SETTINGS);
    case 'url':
      return webAddress(text);
    case 'agent':
      return agentId(text);
    default:
      return text;
  }
}

const isAddress = (text: string): boolean => /^https?:\/\//iu.test(text);

function deploymentOf(text: string, baseUrl: string): unknown {
  if (!isAddress(text)) return parseDeploymentId(text);
  const { environmentId, deploymentIid } = parseProject(text, baseUrl);
  if (environmentId === undefined || deploymentIid === undefined)
    throw new SlipwayError('bad-deployment', { text });
  return { environment: environmentId, iid: deploymentIid };
}

function environmentOf(text: string, baseUrl: string): EnvironmentId {
  const id = EnvironmentId.safeParse(parseProject(text, baseUrl).environmentId);
  if (!id.success) throw new SlipwayError('bad-value', { option: 'environment', value: text });
  return id.data;
}

function oneOf<T extends string>(option: string, text: string, known: readonly T[]): T {
  const value = known.find((one) => one === text.toLowerCase());
  if (value === undefined) throw new SlipwayError('bad-value', { option, value: text, known });
  return value;
}

function isYes(text: string): boolean {
  if (/^(?:no|false)$/iu.test(text)) return false;
  if (/^(?:yes|true)$/iu.test(text)) return true;
  throw new SlipwayError('bad-value', { option: 'tag', value: text, known: ['yes', 'no'] });
}

/** GitLab shows the address as a link; it takes nothing else either. */
function webAddress(text: string): string {
  const isWeb = URL.canParse(text) && /^https?:$/u.test(new URL(text).protocol);
  if (!isWeb) throw new SlipwayError('bad-value', { option: 'url', value: text, known: ['https://…'] });
  return text;
}

function agentId(text: string): number {
  if (!/^[1-9]\d{0,15}$/u.test(text))
    throw new SlipwayError('bad-value', { option: 'agent', value: text, known: ['42'] });
  return Number(text);
}
