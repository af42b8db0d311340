import { COMMENT_LIMIT, commentFits } from '../../../core/acts.ts';
import { SlipwayError } from '../../../core/errors.ts';
import { defineCommand } from '../../define.ts';
import { namedDeployment } from '../../named-deployment.ts';

export const approve = defineCommand({
  root: 'deploy',
  name: 'approve',
  usage: '[project] <deployment> [as:rule] [comment]',
  summary: 'Approve a deployment that waits, as yourself',
  examples: ['4711', 'acme/shop 4711 as:Security Looks good'],
  options: ['as'],
  act: async (context, call) => {
    const { target, rest } = await namedDeployment(context, call);
    const comment = rest.join(' ');
    if (!commentFits(comment)) throw new SlipwayError('comment-too-long', { limit: COMMENT_LIMIT });
    const representedAs = call.args.options.get('as');
    return {
      kind: 'decide',
      person: call.person,
      reply: call.reply,
      target,
      decision: 'approved',
      ...(comment === '' ? {} : { comment }),
      ...(representedAs === undefined ? {} : { representedAs }),
    };
  },
});
