import fc from 'fast-check';
import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { AuditEntry } from '../../../src/core/audit.ts';
import {
  type AuditHead,
  canonicalJson,
  EMPTY_TRAIL,
  hashOfLine,
  type StoredLine,
} from '../../../src/core/audit-chain.ts';
import { type AuditBreak, verifyTrail } from '../../../src/core/audit-verification.ts';
import { GitLabUserId } from '../../../src/core/ids.ts';
import type { AuditTrail } from '../../../src/core/ports/stores.ts';
import { connectRedis } from '../../../src/store/redis.ts';
import { keptLog, kim, type StoreWorld, storesOn, storeWorld, team } from './store-world.ts';
import { relayTo } from './tcp-relay.ts';

const entry = (at: number, over: Partial<AuditEntry> = {}): AuditEntry => ({
  at,
  act: 'approve',
  outcome: 'done',
  person: { team, user: kim },
  gitlabUser: { id: GitLabUserId.parse(7), username: 'kim' },
  project: 'group/app',
  status: 201,
  ...over,
});

const all = (audit: AuditTrail): Promise<readonly StoredLine[]> =>
  audit.read({ order: 'oldest-first', limit: 10_000 });

/** Walks along lines; what a trail that was never trimmed is held against, unless told otherwise. */
function breaksOf(
  lines: readonly StoredLine[],
  head: AuditHead | undefined,
  { anchor = EMPTY_TRAIL, noted }: { anchor?: AuditHead | undefined; noted?: AuditHead } = {},
): AuditBreak[] {
  const walk = verifyTrail({ anchor, noted });
  return [...lines.flatMap((line) => walk.next(line)), ...walk.end(head)];
}

const verified = async (audit: AuditTrail): Promise<AuditBreak[]> =>
  breaksOf(await all(audit), await audit.head(), { anchor: await audit.anchor() });

/** Another process's connection to the same trail. */
function another({ url, prefix }: StoreWorld): AuditTrail {
  const redis = new Redis(url);
  onTestFinished(() => redis.disconnect());
  return storesOn({ redis, prefix }, keptLog()).audit;
}

describe('the audit trail', () => {
  it('tells the newest first, as many as asked for', async () => {
    const { stores, saves } = storeWorld();
    expect(await stores.audit.newest(10)).toEqual([]);
    for (const at of [1, 2, 3]) await stores.audit.append(entry(at));
    expect(await stores.audit.newest(2)).toEqual([entry(3), entry(2)]);
    expect(saves()).toBe(3);
  });

  it('passes over a line it cannot read, and leaves it where it is', async () => {
    const { stores, redis, prefix, log } = storeWorld();
    await stores.audit.append(entry(1));
    await redis.xadd(`{${prefix}}:audit:v1`, '*', 'entry', 'not json');
    await redis.xadd(`{${prefix}}:audit:v1`, '*', 'entry', JSON.stringify({ ...entry(1), act: 'invented' }));
    expect(await stores.audit.newest(10)).toEqual([entry(1)]);
    expect(await redis.xlen(`{${prefix}}:audit:v1`)).toBe(3);
    expect(log.lines.filter((line) => line.includes('malformed'))).toHaveLength(2);
    expect(await verified(stores.audit)).toMatchObject([{ what: 'unreadable' }, { what: 'unreadable' }]);
  });

  it('writes a line of the same id once, whichever process asks again', async () => {
    const world = storeWorld();
    await world.stores.audit.append(entry(1), 'job-1');
    await another(world).append(entry(2), 'job-1');
    expect(await world.stores.audit.newest(10)).toEqual([entry(1)]);
    expect(await world.stores.audit.find('job-1')).toEqual(entry(1));
    expect(await world.stores.audit.find('job-2')).toBeUndefined();
  });

  it('stays one unbroken chain while five processes write at once', async () => {
    const world = storeWorld();
    const writers = Array.from({ length: 5 }, () => another(world));
    await Promise.all(
      writers.flatMap((writer, who) =>
        Array.from({ length: 200 }, (_, at) => writer.append(entry(who * 1_000 + at))),
      ),
    );
    const lines = await all(world.stores.audit);
    expect(lines.map((line) => Number(line.seq))).toEqual(Array.from({ length: 1_000 }, (_, at) => at + 1));
    expect(new Set(lines.map((line) => line.entry)).size).toBe(1_000);
    expect(await verified(world.stores.audit)).toEqual([]);
  });

  it('goes on from its newest line when its head was lost', async () => {
    const { stores, redis, prefix } = storeWorld();
    for (const at of [1, 2]) await stores.audit.append(entry(at));
    await redis.del(`{${prefix}}:audit-head:v1`);
    await stores.audit.append(entry(3));
    await redis.hset(`{${prefix}}:audit-head:v1`, 'seq', 'nonsense');
    await stores.audit.append(entry(4));
    expect(await verified(stores.audit)).toEqual([]);
  });

  it('logs where it stands with the first line and then once an hour, so that somebody else may know it', async () => {
    const { stores, log } = storeWorld();
    for (const at of [0, 10, 3_600_000, 3_600_001]) await stores.audit.append(entry(at));
    const [first, third] = log.lines.filter((line) => line.includes('the audit trail stands at'));
    const lines = await all(stores.audit);
    expect(first).toContain(`1:${lines[0]?.hash}`);
    expect(third).toContain(`3:${lines[2]?.hash}`);
  });
});

describe('while Redis is away', () => {
  it('a line is logged, waits, and is written once when it is back', async () => {
    const direct = storeWorld();
    const relay = await relayTo(direct.url);
    onTestFinished(() => relay.close());
    const log = keptLog();
    const redis = await connectRedis(relay.url, { role: 'commands', log });
    onTestFinished(() => redis.disconnect());
    const { audit } = storesOn({ redis, prefix: direct.prefix }, log);
    await relay.cut();
    await audit.append(entry(1, { requestId: 'request-1' }));
    expect(log.lines.find((line) => line.startsWith('error'))).toContain('request-1');
    expect(await direct.stores.audit.newest(10)).toEqual([]);
    await relay.mend();
    await expect
      .poll(() => direct.stores.audit.newest(10), { timeout: 10_000 })
      .toEqual([entry(1, { requestId: 'request-1' })]);
    await audit.append(entry(2));
    expect(await verified(direct.stores.audit)).toEqual([]);
  });

  it('what waits is written at once when the process is to end, and not waited for in vain', async () => {
    const direct = storeWorld();
    const relay = await relayTo(direct.url);
    onTestFinished(() => relay.close());
    const log = keptLog();
    const redis = await connectRedis(relay.url, { role: 'commands', log });
    onTestFinished(() => redis.disconnect());
    const { audit } = storesOn({ redis, prefix: direct.prefix }, log);
    await relay.cut();
    for (const at of [1, 2, 3]) await audit.append(entry(at));
    await audit.flush(20);
    expect(log.lines.at(-1)).toContain('lines of the audit trail still wait for Redis');
    const ended = audit.flush(10_000);
    await relay.mend();
    await ended;
    expect(await direct.stores.audit.newest(10)).toEqual([entry(3), entry(2), entry(1)]);
    expect(await verified(direct.stores.audit)).toEqual([]);
  });
});

describe('retention', () => {
  it('removes what was written before, and what is left is still proven', async () => {
    const { stores, redis, prefix, saves } = storeWorld();
    for (const at of [1, 2, 3, 4, 5]) await stores.audit.append(entry(at));
    const lines = await all(stores.audit);
    // Lines written in one millisecond go or stay together, so the last three are put elsewhere in time.
    await redis.del(`{${prefix}}:audit:v1`);
    for (const [at, line] of lines.entries()) {
      const { seq = '', prev = '', hash = '', entry: text = '' } = line;
      await redis.xadd(
        `{${prefix}}:audit:v1`,
        `${(at + 1) * 1_000}-0`,
        'seq',
        seq,
        'prev',
        prev,
        'hash',
        hash,
        'entry',
        text,
      );
    }
    const before = saves();
    expect(await stores.audit.trim(2_001)).toBe(2);
    expect(saves()).toBe(before + 1);
    expect(await stores.audit.newest(10)).toEqual([5, 4, 3].map((at) => entry(at)));
    expect(await stores.audit.anchor()).toEqual({ seq: 2, hash: lines[1]?.hash });
    expect(await verified(stores.audit)).toEqual([]);
    expect(await stores.audit.trim(2_001)).toBe(0);
    await redis.xdel(`{${prefix}}:audit:v1`, '3000-0');
    expect(await verified(stores.audit)).toMatchObject([{ what: 'missing', seq: 3, until: 3 }]);
  });

  it('removes any number of lines, also all of them, and the next line goes on', async () => {
    const { stores } = storeWorld();
    await Promise.all(Array.from({ length: 2_500 }, (_, at) => stores.audit.append(entry(at))));
    expect(await stores.audit.trim(Number.MAX_SAFE_INTEGER)).toBe(2_500);
    expect(await verified(stores.audit)).toEqual([]);
    await stores.audit.append(entry(1));
    expect((await all(stores.audit)).map((line) => line.seq)).toEqual(['2501']);
    expect(await verified(stores.audit)).toEqual([]);
  });
});

/** A trail as it is kept, made without a store. */
function trailOf(count: number): StoredLine[] {
  let prev = EMPTY_TRAIL.hash;
  return Array.from({ length: count }, (_, at) => {
    const seq = at + 1;
    const text = canonicalJson(entry(at, { deployment: undefined, comment: `line ${at}` }));
    const hash = hashOfLine(seq, prev, text);
    const line = { place: `${at}-0`, seq: String(seq), prev, hash, entry: text };
    prev = hash;
    return line;
  });
}

const headOf = (lines: readonly StoredLine[]): AuditHead => {
  const last = lines.at(-1);
  return last === undefined ? EMPTY_TRAIL : { seq: Number(last.seq), hash: last.hash ?? '' };
};

/** A trail and one of its lines. */
const trailAndPlace = fc
  .integer({ min: 1, max: 30 })
  .chain((count) => fc.tuple(fc.constant(trailOf(count)), fc.nat({ max: count - 1 })));

const withHash = (line: StoredLine): StoredLine => ({
  ...line,
  hash: hashOfLine(Number(line.seq), line.prev ?? '', line.entry ?? ''),
});

describe('verifying', () => {
  it('finds nothing wrong with a trail that nobody touched', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 }), (count) => {
        const lines = trailOf(count);
        expect(breaksOf(lines, headOf(lines), { noted: headOf(lines.slice(0, count / 2)) })).toEqual([]);
      }),
    );
  });

  it('finds any line that was altered, its own hash made anew or not', () => {
    const field = fc.constantFrom('entry', 'prev', 'hash', 'seq');
    fc.assert(
      fc.property(trailAndPlace, field, fc.boolean(), ([lines, at], name, rehash) => {
        const change = (text: string): string =>
          name === 'seq'
            ? String(Number(text) + 7)
            : `${text.slice(0, -2)}${text.endsWith('00') ? '11' : '00'}`;
        const changed = lines.map((line, index) => {
          if (index !== at) return line;
          const altered = { ...line, [name]: change(line[name] ?? '') };
          return rehash ? withHash(altered) : altered;
        });
        // Where the hash was the only change, making it anew takes it back.
        fc.pre(JSON.stringify(changed) !== JSON.stringify(lines));
        expect(breaksOf(changed, headOf(lines))).not.toEqual([]);
      }),
    );
  });

  it('finds any line that was dropped, the newest too', () => {
    fc.assert(
      fc.property(trailAndPlace, ([lines, at]) => {
        const left = lines.filter((_, index) => index !== at);
        const [found] = breaksOf(left, headOf(lines));
        expect(found).toMatchObject({
          seq: at + 1,
          until: at + 1,
          what: at === lines.length - 1 ? 'cut' : 'missing',
        });
      }),
    );
  });

  it('finds any two lines that changed places', () => {
    fc.assert(
      fc.property(trailAndPlace, fc.nat(), ([lines, one], seed) => {
        const other = seed % lines.length;
        fc.pre(one !== other);
        const swapped = lines.map((line, at) => lines[at === one ? other : at === other ? one : at] ?? line);
        expect(breaksOf(swapped, headOf(lines))).not.toEqual([]);
      }),
    );
  });

  it('finds any line that was put in, whatever number and hash it was given', () => {
    fc.assert(
      fc.property(trailAndPlace, fc.integer({ min: 1, max: 40 }), fc.nat(), ([lines, at], seq, from) => {
        const prev = lines[from % lines.length]?.hash ?? '';
        const text = canonicalJson(entry(99, { outcome: 'invented' }));
        const forged = withHash({ place: 'x', seq: String(seq), prev, hash: '', entry: text });
        expect(breaksOf([...lines.slice(0, at), forged, ...lines.slice(at)], headOf(lines))).not.toEqual([]);
        expect(breaksOf([...lines, forged], headOf(lines))).not.toEqual([]);
      }),
    );
  });

  it('finds a trail rewritten as a whole, or cut at its end, by a head noted elsewhere', () => {
    const lines = trailOf(10);
    const noted = headOf(lines.slice(0, 6));
    const rewritten: StoredLine[] = [];
    for (const line of lines) {
      const prev = rewritten.at(-1)?.hash ?? EMPTY_TRAIL.hash;
      const text = (line.entry ?? '').replace('"line 2"', '"another"');
      rewritten.push(withHash({ ...line, prev, entry: text }));
    }
    expect(breaksOf(rewritten, headOf(rewritten))).toEqual([]);
    expect(breaksOf(rewritten, headOf(rewritten), { noted })).toMatchObject([
      { seq: 6, what: 'noted-head-differs' },
    ]);
    const cut = lines.slice(0, 4);
    expect(breaksOf(cut, headOf(cut))).toEqual([]);
    expect(breaksOf(cut, headOf(cut), { noted })).toMatchObject([{ seq: 5, until: 6, what: 'cut' }]);
  });

  it('tells a noted head that retention has removed from one that does not fit', () => {
    const lines = trailOf(10);
    const anchor = headOf(lines.slice(0, 5));
    const rest = lines.slice(5);
    const against = (noted: AuditHead) => breaksOf(rest, headOf(lines), { anchor, noted });
    expect(against(anchor)).toEqual([]);
    expect(against(headOf(lines.slice(0, 3)))).toMatchObject([{ what: 'noted-head-trimmed' }]);
    expect(against({ seq: 5, hash: 'f'.repeat(64) })).toMatchObject([{ what: 'noted-head-differs' }]);
    expect(breaksOf(rest, headOf(lines))).toMatchObject([{ what: 'missing', seq: 1, until: 5 }]);
  });
});
