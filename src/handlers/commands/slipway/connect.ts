import { readableConnection } from '../../../flows/hold-connection.ts';
import { startSignIn } from '../../../flows/start-sign-in.ts';
import { defineCommand } from '../../define.ts';

export const connect = defineCommand({
  root: 'slipway',
  name: 'connect',
  usage: '',
  summary: 'Connect your GitLab account, so that you act as yourself',
  examples: ['', ''],
  options: [],
  run: async ({ ports }, { person }) => {
    const known = await readableConnection(ports, person);
    const offer = await startSignIn(ports, person);
    if (known !== undefined)
      return { notice: { kind: 'already-connected', username: known.gitlabUser.username, ...offer } };
    return { notice: { kind: 'connect', ...offer, continues: false } };
  },
});
