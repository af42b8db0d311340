import { expect, it } from 'vitest';
import { z } from 'zod';
import { SlipwayError } from '../../src/core/errors.ts';
import { createLog } from '../../src/log.ts';

const Line = z.record(z.string(), z.unknown());

/** A log and the lines it wrote. */
function writtenBy(level = 'debug') {
  const lines: string[] = [];
  const log = createLog(level, { write: (line: string) => void lines.push(line) });
  return { log, lines, last: () => Line.parse(JSON.parse(lines.at(-1) ?? '{}')) };
}

it('writes a line of JSON with the level in words and the time as ISO 8601', () => {
  const { log, lines, last } = writtenBy();
  log.warn({ project: 7 }, 'a project could not be polled');
  expect(lines[0]?.endsWith('\n')).toBe(true);
  expect(last()).toMatchObject({ level: 'warn', project: 7, msg: 'a project could not be polled' });
  expect(last().time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u);
  expect(last()).not.toHaveProperty('hostname');
});

it('leaves out what is below its level', () => {
  const { log, lines } = writtenBy('warn');
  log.debug({}, 'a');
  log.info({}, 'b');
  log.warn({}, 'c');
  log.error({}, 'd');
  expect(lines).toHaveLength(2);
});

it('says nothing at all when silent', () => {
  const { log, lines } = writtenBy('silent');
  log.error({}, 'a');
  expect(lines).toEqual([]);
});

const SECRETS = [
  ['a Slack bot token', 'xoxb-123-abcdef'],
  ['a Slack app token', 'xapp-1-A-abcdef'],
  ['a GitLab token', 'glpat-abcdefgh'],
  ['a bearer header', 'Bearer abc.def'],
  ['a reply address', 'https://hooks.slack.com/commands/T1/2/abc'],
] as const;

it.each(SECRETS)('never writes %s, wherever it stands', (_what, secret) => {
  const { log, lines } = writtenBy();
  const cause = new Error(`because of ${secret}`);
  log.error({ err: new Error(`with ${secret}`, { cause }), deep: { in: [secret] } }, `about ${secret}`);
  expect(lines.join('')).not.toContain(secret);
  expect(lines.join('')).toContain('[redacted]');
});

it('writes the code and the facts of a known error instead of a stack', () => {
  const { log, last } = writtenBy();
  log.info({ err: new SlipwayError('not-waiting', { phase: 'success' }) }, 'an act was refused');
  expect(last().err).toEqual({
    type: 'SlipwayError',
    message: 'not-waiting',
    code: 'not-waiting',
    facts: { phase: 'success' },
  });
});

it('writes where an unknown error comes from, and its cause', () => {
  const { log, last } = writtenBy();
  log.error({ err: new TypeError('no', { cause: 'a text' }) }, 'a defect');
  expect(last().err).toMatchObject({
    type: 'TypeError',
    stack: expect.stringContaining('log.test.ts'),
    cause: { message: 'a text' },
  });
});

it('writes no other field of an error: libraries hang requests and tokens there', () => {
  const { log, lines } = writtenBy();
  const error = Object.assign(new Error('refused'), { config: { headers: { 'x-key': 'kept-to-itself' } } });
  log.error({ err: error }, 'a call failed');
  expect(lines.join('')).not.toContain('kept-to-itself');
});
