import { WRITABLE_STATUSES } from '../../../core/operations.ts';
import { defineCommand } from '../../define.ts';
import { optionValues, placeValues } from '../../form-words.ts';

export const update = defineCommand({
  root: 'deploy',
  name: 'update',
  usage: `[project] <deployment> status:<${WRITABLE_STATUSES.join('|')}>`,
  summary: 'Set the status of a deployment that was recorded by hand',
  examples: ['4711 status:success', 'acme/shop 4711 status:failed'],
  options: ['status'],
  form: {
    op: 'update-deployment',
    values: (args, baseUrl) => ({
      ...placeValues(args, 'deployment', ['status'], baseUrl),
      ...optionValues(args),
    }),
  },
});
