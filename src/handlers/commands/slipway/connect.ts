import { LINK_MINUTES, startLink } from '../../../flows/connect.ts';
import { defineCommand } from '../../define.ts';

export const connect = defineCommand({
  root: 'slipway',
  name: 'connect',
  usage: '',
  summary: 'Connect your GitLab account, so that you act as yourself',
  examples: ['', ''],
  options: [],
  run: async ({ ports }, { person }) => {
    const known = await ports.connections.get(person);
    const url = await startLink(ports, person);
    if (known !== undefined)
      return { notice: { kind: 'already-connected', username: known.gitlabUser.username, url } };
    return { notice: { kind: 'connect', url, minutes: LINK_MINUTES, continues: false } };
  },
});
