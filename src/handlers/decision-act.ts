import { COMMENT_LIMIT, commentFits, type DecideAct } from '../core/acts.ts';
import { SlipwayError } from '../core/errors.ts';
import type { CommandCall, HandlerContext } from './define.ts';
import { namedDeployment } from './named-deployment.ts';

/**
 * The decision a command asks for: everything after the deployment is the comment.
 * @throws SlipwayError `comment-too-long`, and what names the deployment badly
 */
export async function decisionAct(
  context: HandlerContext,
  call: CommandCall,
  decision: DecideAct['decision'],
): Promise<DecideAct> {
  const { person, reply, args } = call;
  const { target, rest } = await namedDeployment(context, call);
  const comment = rest.join(' ');
  if (!commentFits(comment)) throw new SlipwayError('comment-too-long', { limit: COMMENT_LIMIT });
  const representedAs = args.options.get('as');
  return {
    kind: 'decide',
    person,
    reply,
    target,
    decision,
    ...(comment === '' ? {} : { comment }),
    ...(representedAs === undefined ? {} : { representedAs }),
  };
}
