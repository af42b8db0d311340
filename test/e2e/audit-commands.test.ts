import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { describe, expect, onTestFinished, test } from 'vitest';
import { csvHead, csvLine, exportedLine, jsonLine } from '../../src/audit/exported-line.ts';
import { runAudit } from '../../src/audit/run-audit.ts';
import type { AuditEntry } from '../../src/core/audit.ts';
import { canonicalJson, headText, type StoredLine } from '../../src/core/audit-chain.ts';
import { SlackUserId, TeamId } from '../../src/core/ids.ts';
import type { AuditTrail } from '../../src/core/ports/stores.ts';
import { startEmbeddedValkey } from '../../src/store/embedded/embedded-valkey.ts';
import { keptLog, storesOn } from '../integration/store/store-world.ts';
import { startSlipway } from '../support/bot-process.ts';
import { startWorld } from '../support/world.ts';

const person = { team: TeamId.parse('T1'), user: SlackUserId.parse('UKIM') };
const entry = (at: number, over: Partial<AuditEntry> = {}): AuditEntry => ({
  at,
  act: 'approve',
  outcome: 'done',
  person,
  project: 'acme/shop',
  ...over,
});

const run = async (args: readonly string[], environment: Record<string, string> = {}) => {
  const slipway = startSlipway(['audit', ...args], environment);
  const { code } = await slipway.ended();
  return { code, output: slipway.output() };
};

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'slipway-audit-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** A bot's settings, its trail with three lines, and the connection to harm it through. */
async function trail() {
  const { environment } = await startWorld({ withoutBot: true });
  const { REDIS_URL: url = '', REDIS_PREFIX: prefix = '' } = environment;
  const redis = new Redis(url);
  onTestFinished(() => redis.disconnect());
  const { audit } = storesOn({ redis, prefix }, keptLog());
  await audit.append(
    entry(1_700_000_000_000, { comment: '=cmd|"calc"!A1, and\nmore', requestId: 'request-1' }),
  );
  await audit.append(entry(1_700_000_001_000));
  await audit.append(entry(1_700_000_002_000, { act: 'reject', outcome: 'not-an-approver' }));
  return { environment, redis, audit, key: `{${prefix}}:audit:v1` };
}

const headOf = async (audit: AuditTrail): Promise<string> =>
  headText((await audit.head()) ?? { seq: 0, hash: '' });
const linesOf = (audit: AuditTrail) => audit.read({ order: 'oldest-first', limit: 100 });

describe('audit verify', () => {
  test('says that an untouched trail is unbroken, and where it stands', async () => {
    const { environment, audit } = await trail();
    const { code, output } = await run(['verify'], environment);
    expect(output).toContain('3 lines verified: the trail is unbroken.');
    expect(output).toContain(`It stands at ${await headOf(audit)}`);
    expect(code).toBe(0);
  });

  test('names each line that is gone, and ends with 1', async () => {
    const { environment, audit, redis, key } = await trail();
    const [, second] = await linesOf(audit);
    await redis.xdel(key, second?.place ?? '');
    const { code, output } = await run(['verify'], environment);
    expect(output).toContain('line 2: missing');
    expect(output).toContain('1 break.');
    expect(code).toBe(1);
  });

  test('holds the trail against a head that was noted: a cut end is found although the trail agrees with itself', async () => {
    const { environment, audit, redis, key } = await trail();
    const noted = await headOf(audit);
    expect((await run(['verify', '--head', noted], environment)).code).toBe(0);
    const [, second, third] = await linesOf(audit);
    await redis.xdel(key, third?.place ?? '');
    await redis.hset(key.replace('audit:', 'audit-head:'), 'seq', '2', 'hash', second?.hash ?? '');
    expect((await run(['verify'], environment)).code).toBe(0);
    const { code, output } = await run(['verify', '--head', noted], environment);
    expect(output).toContain('line 3: missing at the end');
    expect(code).toBe(1);
  });

  test('verifies an exported file where there is no setting at all, and finds a changed word in it', async () => {
    const { environment, audit } = await trail();
    const path = join(await folder(), 'trail.jsonl');
    expect((await run(['export', '--out', path], environment)).code).toBe(0);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const fine = await run(['verify', '--file', path, '--head', await headOf(audit)]);
    expect(fine.output).toContain('3 lines verified: the trail is unbroken.');
    expect(fine.code).toBe(0);
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('not-an-approver', 'done'));
    const changed = await run(['verify', '--file', path]);
    expect(changed.output).toContain('line 3 (line 3 of the file): was altered');
    expect(changed.code).toBe(1);
    await writeFile(path, text.replace('2023-11-14T22:13:20.000Z', '2023-11-15T22:13:20.000Z'));
    expect((await run(['verify', '--file', path])).output).toContain('line 1 of the file: cannot be read');
  });

  test('tells a file it cannot read', async () => {
    const { code, output } = await run(['verify', '--file', '/no/such/file']);
    expect(output).toContain('/no/such/file cannot be read');
    expect(code).toBe(1);
  });
});

describe('audit export', () => {
  test('writes JSON lines with the whole chain, and the head to note', async () => {
    const { environment, audit } = await trail();
    const { code, output } = await run(['export'], environment);
    const rows = output.split('\n').filter((line) => line.startsWith('{'));
    expect(rows.map((row) => JSON.parse(row))).toMatchObject([
      { seq: 1, time: '2023-11-14T22:13:20.000Z', entry: { requestId: 'request-1', act: 'approve' } },
      { seq: 2 },
      { seq: 3, entry: { act: 'reject', outcome: 'not-an-approver' } },
    ]);
    expect(output).toContain('3 lines exported.');
    expect(output).toContain(`The trail stands at ${await headOf(audit)}`);
    expect(code).toBe(0);
  });

  test('writes CSV in which a comment is no formula', async () => {
    const { environment } = await trail();
    const path = join(await folder(), 'trail.csv');
    await run(['export', '--format', 'csv', '--out', path], environment);
    const text = await readFile(path, 'utf8');
    expect(text.split('\r\n')[0]).toMatch(/^seq,time,act,outcome,.*,prev,hash$/u);
    expect(text).toContain(`"'=cmd|""calc""!A1, and\nmore"`);
    expect(text).toContain('3,2023-11-14T22:13:22.000Z,reject,not-an-approver,T1,UKIM');
  });

  test('leaves out what was written outside the time asked for', async () => {
    const { environment } = await trail();
    expect((await run(['export', '--to', '1h'], environment)).output).toContain('0 lines exported.');
    expect((await run(['export', '--from', '1h'], environment)).output).toContain('3 lines exported.');
  });

  test('writes over no file', async () => {
    const { environment } = await trail();
    const path = join(await folder(), 'there.jsonl');
    await writeFile(path, 'precious');
    const { code, output } = await run(['export', '--out', path], environment);
    expect(output).toContain('is there already');
    expect(code).toBe(1);
    expect(await readFile(path, 'utf8')).toBe('precious');
  });

  test('tells a Redis that does not answer', async () => {
    const { environment } = await trail();
    const away = { ...environment, REDIS_URL: 'redis://127.0.0.1:1' };
    const { code, output } = await run(['export'], away);
    expect(output).toContain('Redis does not answer: check REDIS_URL');
    expect(code).toBe(1);
  }, 30_000);

  test('tells every setting that is missing', async () => {
    const { code, output } = await run(['export']);
    expect(output).toContain('SLACK_BOT_TOKEN is missing');
    expect(code).toBe(1);
  });
});

test('both read the embedded store of a running bot', async () => {
  const { environment } = await startWorld({ withoutBot: true });
  const { REDIS_URL: _url, REDIS_PREFIX: prefix = '', ...rest } = environment;
  const dataDir = await folder();
  const valkey = await startEmbeddedValkey({ dataDir, log: keptLog() });
  onTestFinished(() => valkey.stop());
  const redis = new Redis(valkey.url);
  onTestFinished(() => redis.disconnect());
  await storesOn({ redis, prefix }, keptLog()).audit.append(entry(1));
  const settings = { ...rest, REDIS_PREFIX: prefix, DATA_DIR: dataDir };
  expect((await stat(join(dataDir, 'valkey.access'))).mode & 0o777).toBe(0o600);
  expect((await run(['verify'], settings)).output).toContain('1 line verified: the trail is unbroken.');
  expect((await run(['export'], settings)).output).toContain('1 line exported.');
  await rm(join(dataDir, 'valkey.access'));
  const { code, output } = await run(['verify'], settings);
  expect(output).toContain(`Another process uses ${dataDir}`);
  expect(output).toContain('stop the bot first');
  expect(code).toBe(1);
}, 40_000);

test.each([
  { args: [], says: 'export or verify?' },
  { args: ['sell'], says: 'there is no "sell"' },
  { args: ['export', '--format', 'xml'], says: '--format takes csv or jsonl, not "xml"' },
  { args: ['export', '--from', 'whenever'], says: '--from takes a time such as 2026-01-31 or 30d' },
  { args: ['export', '--from', '1d', '--to', '2d'], says: '--from must be before --to' },
  { args: ['export', '--fromat', 'csv'], says: "Unknown option '--fromat'" },
  { args: ['verify', '--head', '12'], says: '--head takes <number>:<64 hex digits>' },
  { args: ['verify', 'now'], says: "Unexpected argument 'now'" },
])('a wrong call says what is wrong and ends with 2: $args', async ({ args, says }) => {
  const said: string[] = [];
  const out = new PassThrough();
  const say = (line: string): void => void said.push(line);
  expect(await runAudit(args, {}, { out, say, clock: { now: () => 1_763_724_000_000 } })).toBe(2);
  expect(said.join('\n')).toContain(says);
  expect(said.join('\n')).toContain('slipway audit verify [--head');
  expect(out.read()).toBeNull();
});

test('a wrong call ends the process with 2', async () => {
  expect((await run([])).code).toBe(2);
});

describe('an exported line', () => {
  const stored = (said: unknown): StoredLine => ({
    place: 'p',
    seq: '7',
    prev: 'a'.repeat(64),
    hash: 'b'.repeat(64),
    entry: canonicalJson(said),
  });

  test('read again as JSON is the line that was kept, whatever it says', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (said) => {
        const line = stored(JSON.parse(JSON.stringify({ ...entry(1), said })));
        const text = jsonLine(line);
        expect(text.endsWith('\n')).toBe(true);
        expect(text.trimEnd()).not.toContain('\n');
        expect(exportedLine(text, 'p')).toEqual(line);
      }),
    );
  });

  test('of CSV has as many fields as its head, and none a spreadsheet would carry out', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '"=1', ' =1'),
    );
    fc.assert(
      fc.property(text, (comment) => {
        const fields = fieldsOf(csvLine(stored({ ...entry(1), comment })));
        expect(fields).toHaveLength(fieldsOf(csvHead()).length);
        const field = fields[fieldsOf(csvHead()).indexOf('comment')] ?? '';
        expect(field).not.toMatch(/^\s*[=+\-@\t\r\n]/u);
        expect([comment, `'${comment}`]).toContain(field);
      }),
    );
  });
});

/** One row of CSV taken apart, as RFC 4180 says. */
function fieldsOf(row: string): string[] {
  const fields = row.replace(/\r\n$/u, '').matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/gsu);
  return [...fields].map(([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '');
}
