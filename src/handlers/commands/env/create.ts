import { SlipwayError } from '../../../core/errors.ts';
import { looksLikeProject } from '../../../core/references.ts';
import { defineCommand } from '../../define.ts';
import { ENVIRONMENT_OPTIONS, environmentFields } from '../../environment-fields.ts';
import { namedProject } from '../../named-project.ts';

export const create = defineCommand({
  root: 'env',
  name: 'create',
  usage:
    '[project] <name> [url:] [tier:production|staging|testing|development|other] [description:] [auto-stop:always|with-action] [agent:] [namespace:] [flux:]',
  summary: 'Create an environment',
  examples: ['staging', 'acme/shop staging url:https://staging.example.com tier:staging'],
  options: ['name', ...ENVIRONMENT_OPTIONS],
  act: async (context, call) => {
    const { words, options } = call.args;
    const names = options.has('name') ? 0 : 1;
    const hasProject = words.length > names && looksLikeProject(words[0] ?? '');
    const { project, rest } = await namedProject(context, call, hasProject ? words : [], 'rest');
    const name = options.get('name') ?? (hasProject ? rest[0] : words[0]);
    if (name === undefined) throw new SlipwayError('usage', { problem: 'the name is missing' });
    const operation = { op: 'create-environment' as const, project, name, ...environmentFields(call) };
    return { kind: 'write', person: call.person, reply: call.reply, operation };
  },
});
