import { SlipwayError } from '../../../core/errors.ts';
import { defineCommand } from '../../define.ts';

export const me = defineCommand({
  root: 'slipway',
  name: 'me',
  usage: '',
  summary: 'Show which GitLab account you act as',
  examples: ['', ''],
  options: [],
  run: async ({ ports, words }, { person }) => {
    const connection = await ports.connections.get(person);
    if (connection === undefined) throw new SlipwayError('not-connected');
    const { username, name } = connection.gitlabUser;
    return { notice: { kind: 'me', username, name, host: words.gitlabHost, since: connection.since } };
  },
});
