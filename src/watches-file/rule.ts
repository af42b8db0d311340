import { SlipwayError } from '../core/errors.ts';
import { type Mention, readDelivery } from '../core/watch-delivery.ts';
import { mentionedIn, readFilters } from '../core/watch-filters.ts';
import type { Read } from './entry.ts';

/** What a watch says, each part by the reader of the option of that name. */
export function ruleOf(read: Read, mayConfirm: boolean) {
  const environments = read('env', (env) => readFilters({ env }).environments);
  const tiers = read('tier', (tier) => readFilters({ tier }).tiers);
  const refs = read('ref', (ref) => readFilters({ ref }).refs);
  const by = read('by', deployersIn);
  const on = read('on', (text) => readFilters({ on: text }).on) ?? readFilters({}).on;
  const confirm = read('confirm', (text) => confirmIn(text, mayConfirm));
  const mention = read('mention', mentionsIn);
  const mode = read('mode', modeIn);
  return {
    environments: environments ?? [],
    ...(tiers === undefined ? {} : { tiers }),
    ...(refs === undefined ? {} : { refs }),
    ...(by === undefined ? {} : { by }),
    on,
    ...(confirm === undefined ? {} : { confirm }),
    ...(mention === undefined ? {} : { mention }),
    ...(mode === undefined ? {} : { mode }),
  };
}

/** Whom somebody's mention in Slack stands for is known to a command, where they are connected, and not to a file. */
function deployersIn(by: string): readonly string[] {
  const patterns = readFilters({ by }).by;
  const mention = patterns.find((pattern) => mentionedIn(pattern) !== undefined);
  if (mention === undefined) return patterns;
  throw new SlipwayError('bad-value', { value: mention, takes: 'GitLab usernames, such as `dana`' });
}

/** Ids may stand there as Slack shows them, `U…` and `S…`; a handle would have to be looked up, and may change. */
function mentionsIn(text: string): Mention[] {
  const written = text
    .split(',')
    .map((part) => part.trim())
    .map((part) => part.replace(/^([UW][A-Z0-9]{2,40})$/u, '<@$1>'))
    .map((part) => part.replace(/^(S[A-Z0-9]{2,40})$/u, '<!subteam^$1>'));
  return readDelivery({ mention: written.join(',') }).mention.map((one) => {
    if ('id' in one) return one.id;
    throw new SlipwayError('bad-value', {
      value: `@${one.handle}`,
      takes: 'ids of Slack, such as U012AB3CD of a person or S012AB3CD of a user group',
    });
  });
}

function modeIn(mode: string): 'thread' | undefined {
  const read = readDelivery({ mode }).mode;
  if (read === 'dm') throw new SlipwayError('bad-value', { value: mode, known: ['message', 'thread'] });
  return read === 'message' ? undefined : read;
}

function confirmIn(text: string, mayConfirm: boolean): 'browser' {
  if (text.toLowerCase() !== 'browser')
    throw new SlipwayError('bad-value', { value: text.slice(0, 80), known: ['browser'] });
  if (!mayConfirm) throw new SlipwayError('confirm-unavailable');
  return 'browser';
}
