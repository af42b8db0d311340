import { SlipwayError } from '../../../core/errors.ts';
import { defineCommand } from '../../define.ts';

export const me = defineCommand({
  root: 'slipway',
  name: 'me',
  usage: '[dm:on|off]',
  summary:
    'Show which GitLab account you act as; `dm:` chooses whether the end of your deployments comes to you',
  examples: ['', 'dm:off'],
  options: ['dm'],
  run: async ({ ports, words }, { person, args }) => {
    const choice = args.options.get('dm');
    if (choice !== undefined && choice !== 'on' && choice !== 'off')
      throw new SlipwayError('bad-value', { option: 'dm', value: choice, known: ['on', 'off'] });
    const connection = await ports.connections.get(person);
    if (connection === undefined) throw new SlipwayError('not-connected');
    if (choice !== undefined) {
      const ends = choice === 'on';
      await ports.preferences.put(person, { ends });
      return { notice: { kind: 'ends', wanted: ends } };
    }
    const { username, name } = connection.gitlabUser;
    const { ends } = await ports.preferences.get(person);
    return { notice: { kind: 'me', username, name, host: words.gitlabHost, since: connection.since, ends } };
  },
});
