import { COMMENT_LIMIT, commentFits } from '../../../core/acts.ts';
import { SlipwayError } from '../../../core/errors.ts';
import { defineCommand } from '../../define.ts';
import { namedDeployment } from '../../named-deployment.ts';

export const reject = defineCommand({
  root: 'deploy',
  name: 'reject',
  usage: '[project] <deployment> [as:rule] <reason>',
  summary: 'Reject a deployment that waits, with a reason; this ends it',
  examples: ['4711 The migration is not reviewed', 'acme/shop 4711 Wrong version'],
  options: ['as'],
  act: async (context, call) => {
    const { target, rest } = await namedDeployment(context, call);
    const comment = rest.join(' ');
    if (comment === '') throw new SlipwayError('reason-missing');
    if (!commentFits(comment)) throw new SlipwayError('comment-too-long', { limit: COMMENT_LIMIT });
    const representedAs = call.args.options.get('as');
    return {
      kind: 'decide',
      person: call.person,
      reply: call.reply,
      target,
      decision: 'rejected',
      comment,
      ...(representedAs === undefined ? {} : { representedAs }),
    };
  },
});
