import { REMOVABLE_FIELDS } from '../../../core/forms.ts';
import { defineCommand } from '../../define.ts';
import { ENVIRONMENT_OPTIONS, optionValues, placeValues } from '../../form-words.ts';

export const update = defineCommand({
  root: 'env',
  name: 'update',
  usage:
    '[project] <environment> [url:] [tier:] [description:] [auto-stop:always|with-action] [agent:] [namespace:] [flux:]',
  summary: 'Change an environment; what is left out stays, and an empty value takes it away',
  examples: ['staging tier:staging', 'acme/shop staging url:https://new.example.com description:""'],
  options: ENVIRONMENT_OPTIONS,
  removable: REMOVABLE_FIELDS,
  form: {
    op: 'update-environment',
    values: (args, baseUrl) => ({
      ...placeValues(args, 'environment', ENVIRONMENT_OPTIONS, baseUrl),
      ...optionValues(args),
    }),
  },
});
