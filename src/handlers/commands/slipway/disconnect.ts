import { disconnect as unlink } from '../../../flows/disconnect.ts';
import { defineCommand } from '../../define.ts';

export const disconnect = defineCommand({
  root: 'slipway',
  name: 'disconnect',
  usage: '',
  summary: 'Forget your GitLab account and revoke the tokens',
  examples: ['', ''],
  options: [],
  run: async ({ ports }, { person }) => ({
    notice: { kind: 'disconnected', ...(await unlink(ports, person)) },
  }),
});
