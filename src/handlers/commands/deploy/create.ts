import { WRITABLE_STATUSES } from '../../../core/operations.ts';
import { defineCommand } from '../../define.ts';
import { optionValues } from '../../form-words.ts';
import { assertNoMoreWords } from '../../no-more-words.ts';

const OPTIONS = ['env', 'ref', 'sha', 'tag', 'status'];

export const create = defineCommand({
  root: 'deploy',
  name: 'create',
  usage: `[project] env:<name> ref:<branch or tag> sha:<commit> [tag:yes|no] [status:${WRITABLE_STATUSES.join('|')}]`,
  summary: 'Record a deployment that ran outside GitLab CI',
  examples: [
    'env:production ref:main sha:a1b2c3d4',
    'acme/shop env:production ref:v2.14.0 sha:a1b2c3d4 tag:yes status:running',
  ],
  options: OPTIONS,
  form: {
    op: 'create-deployment',
    values: (args) => {
      const [project, ...rest] = args.words;
      assertNoMoreWords(rest, OPTIONS);
      return { ...optionValues(args, { env: 'environment' }), ...(project === undefined ? {} : { project }) };
    },
  },
});
