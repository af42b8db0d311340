import { SlipwayError } from '../../../core/errors.ts';
import { defineCommand } from '../../define.ts';
import { ENVIRONMENT_OPTIONS, environmentFields } from '../../environment-fields.ts';
import { namedEnvironment } from '../../named-environment.ts';

export const update = defineCommand({
  root: 'env',
  name: 'update',
  usage:
    '[project] <environment> [url:] [tier:] [description:] [auto-stop:always|with-action] [agent:] [namespace:] [flux:]',
  summary: 'Change an environment; what is left out stays as it is',
  examples: ['staging tier:staging', 'acme/shop staging url:https://new.example.com description:"For demos"'],
  options: ENVIRONMENT_OPTIONS,
  act: async (context, call) => {
    const { project, environment } = await namedEnvironment(context, call);
    const change = environmentFields(call);
    if (Object.keys(change).length === 0)
      throw new SlipwayError('usage', { problem: 'there is nothing to change' });
    const operation = { op: 'update-environment' as const, project, environment, ...change };
    return { kind: 'write', person: call.person, reply: call.reply, operation };
  },
});
