import { SlipwayError } from '../../../core/errors.ts';
import { parseGroup } from '../../../core/group-reference.ts';
import { unmapGroup } from '../../../flows/map-group.ts';
import { defineCommand } from '../../define.ts';
import { assertNoMoreWords } from '../../no-more-words.ts';

export const unmap = defineCommand({
  root: 'slipway',
  name: 'unmap',
  usage: '<group>',
  summary: 'Have cards ask the members of a GitLab group one by one again',
  examples: ['42', 'acme/security'],
  options: [],
  run: async ({ ports }, { person, channel, args }) => {
    const [group, ...rest] = args.words;
    if (group === undefined) throw new SlipwayError('usage', { problem: 'the group is missing' });
    assertNoMoreWords(rest, []);
    const wish = { person, channel, group: parseGroup(group, ports.gitlab.baseUrl) };
    return { notice: await unmapGroup(ports, wish) };
  },
});
