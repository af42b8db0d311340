import { SlipwayError } from '../../../core/errors.ts';
import { WRITABLE_STATUSES } from '../../../core/operations.ts';
import { type CommandCall, defineCommand } from '../../define.ts';
import { namedProject } from '../../named-project.ts';
import { writableStatus } from '../../writable-status.ts';

export const create = defineCommand({
  root: 'deploy',
  name: 'create',
  usage: `[project] env:<name> ref:<branch or tag> sha:<commit> [tag:yes|no] [status:${WRITABLE_STATUSES.join('|')}]`,
  summary: 'Record a deployment that ran outside GitLab CI',
  examples: [
    'env:production ref:main sha:a1b2c3d4',
    'acme/shop env:production ref:v2.14.0 sha:a1b2c3d4 tag:yes status:running',
  ],
  options: ['env', 'ref', 'sha', 'tag', 'status'],
  act: async (context, call) => {
    const { project } = await namedProject(context, call, call.args.words, 'project');
    const operation = {
      op: 'create-deployment' as const,
      project,
      environment: needed(call, 'env'),
      ref: needed(call, 'ref'),
      sha: needed(call, 'sha'),
      tag: isYes(call.args.options.get('tag')),
      status: writableStatus(call.args.options.get('status') ?? 'success'),
    };
    return { kind: 'write', person: call.person, reply: call.reply, operation };
  },
});

function needed(call: CommandCall, option: string): string {
  const value = call.args.options.get(option);
  if (value === undefined) throw new SlipwayError('usage', { problem: `\`${option}:\` is missing` });
  return value;
}

function isYes(text: string | undefined): boolean {
  if (text === undefined || /^(?:no|false)$/iu.test(text)) return false;
  if (/^(?:yes|true)$/iu.test(text)) return true;
  throw new SlipwayError('bad-value', { option: 'tag', value: text, known: ['yes', 'no'] });
}
