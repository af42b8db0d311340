import { SlipwayError } from '../../../core/errors.ts';
import { parseGroup } from '../../../core/group-reference.ts';
import { UserGroupId } from '../../../core/ids.ts';
import { listMaps, mapGroup, type TypedUserGroup } from '../../../flows/map-group.ts';
import { defineCommand } from '../../define.ts';
import { assertNoMoreWords } from '../../no-more-words.ts';

export const map = defineCommand({
  root: 'slipway',
  name: 'map',
  usage: '[group @user-group]',
  summary:
    'Have cards call a user group of Slack instead of the members of a GitLab group, or list those that do',
  examples: ['', 'acme/security @sec-approvers'],
  options: [],
  run: async ({ ports }, { person, channel, args }) => {
    const [group, userGroup, ...rest] = args.words;
    if (group === undefined) return { notice: await listMaps(ports, person) };
    if (userGroup === undefined) throw new SlipwayError('usage', { problem: 'the user group is missing' });
    assertNoMoreWords(rest, []);
    const wish = { group: parseGroup(group, ports.gitlab.baseUrl), userGroup: userGroupIn(userGroup) };
    return { notice: await mapGroup(ports, { person, channel, ...wish }) };
  },
});

/** Slack writes a user group somebody picks as `<!subteam^S012AB3CD|@name>`, and leaves a typed name as it is. */
function userGroupIn(text: string): TypedUserGroup {
  const id = /^(?:<!subteam\^)?(S[A-Z0-9]{6,40})(?:\|[^<>]*)?>?$/u.exec(text)?.[1];
  if (id !== undefined) return { id: UserGroupId.parse(id) };
  const handle = /^@([\p{L}\p{N}][\p{L}\p{N}._-]{0,79})$/u.exec(text)?.[1];
  if (handle !== undefined) return { handle };
  throw new SlipwayError('bad-value', {
    option: 'user group',
    value: text.slice(0, 80),
    takes: 'a user group picked from the list Slack offers after @',
  });
}
