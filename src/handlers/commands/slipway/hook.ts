import { SlipwayError } from '../../../core/errors.ts';
import { defineCommand } from '../../define.ts';
import { namedProject } from '../../named-project.ts';
import { assertNoMoreWords } from '../../no-more-words.ts';

/** `acme/*`: the group `acme`, with all that is in it. */
const GROUP = /^([\p{L}\p{N}_][\p{L}\p{N}_.-]*(?:\/[\p{L}\p{N}_][\p{L}\p{N}_.-]*)*)\/\*$/u;

export const hook = defineCommand({
  root: 'slipway',
  name: 'hook',
  usage: '<project or group/*>',
  summary: 'Have GitLab tell of deployments at once, by a webhook set up in your name',
  examples: ['acme/shop', 'acme/*'],
  options: [],
  act: async (context, call) => {
    const [first] = call.args.words;
    if (first === undefined) throw new SlipwayError('usage', { problem: 'the project is missing' });
    const { person, reply } = call;
    const group = GROUP.exec(first)?.[1];
    if (group !== undefined) {
      assertNoMoreWords(call.args.words.slice(1), []);
      return { kind: 'hook', person, reply, owner: { group } };
    }
    const { project, rest } = await namedProject(context, call, call.args.words, 'project');
    assertNoMoreWords(rest, []);
    return { kind: 'hook', person, reply, owner: { project } };
  },
});
