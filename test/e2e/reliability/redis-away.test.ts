import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { type Relay, relayTo } from '../../integration/store/tcp-relay.ts';
import { startSlipway } from '../../support/bot-process.ts';
import { cardIn, cards } from '../../support/card.ts';
import { SHOP, startWorld } from '../../support/world.ts';

const IN_TIME_MS = 3_000;

/** A world whose bot reaches Redis through something that can be cut. */
async function startRelayedWorld() {
  const relay = await relayTo(inject('redisUrl'));
  onTestFinished(() => relay.close());
  const world = await startWorld({ settings: { REDIS_URL: relay.url } });
  await world.watchShop();
  return { world, relay };
}

const AWAY = [
  { what: 'refuses connections', go: (relay: Relay) => relay.cut() },
  {
    what: 'accepts them and is silent',
    go: (relay: Relay) => Promise.resolve(relay.freeze()),
  },
];

describe('Redis', () => {
  test.for(AWAY)(
    '$what: commands and clicks are answered in time, and all goes on when it is back',
    async ({ go }) => {
      const { world, relay } = await startRelayedWorld();
      const { slack, people, gitlab } = world;
      const { id } = gitlab.world.startPipeline(SHOP, { environment: 'production', by: 'dana', ref: 'v1' });
      const card = await cardIn(world, 'Approval needed');
      await go(relay);
      const before = slack.ephemerals(people.kim.id).length;
      const click = await slack.as(people.kim.id).click(card, 'Approve');
      expect(click.status).toBe(200);
      expect(click.ms).toBeLessThan(IN_TIME_MS);
      const answer = await slack.waitFor(() => slack.ephemerals(people.kim.id)[before], {
        what: 'words for the click',
      });
      expect(slack.visibleText(answer)).toMatch(/try again/iu);
      const command = await slack.as(people.kim.id).command('/slipway', `watch ${SHOP}`, world.channel.id);
      expect(command.status).toBe(200);
      expect(command.ms).toBeLessThan(IN_TIME_MS);
      await slack.waitFor(() => slack.ephemerals(people.kim.id).length >= before + 2, {
        what: 'words for the command',
      });
      const ready = await fetch(`${world.environment.PUBLIC_URL}/readyz`);
      expect(ready.status).toBe(503);
      expect(await ready.json()).toMatchObject({ redis: 'unreachable', gitlab: 'ok', slack: 'ok' });
      await relay.mend();
      gitlab.world.approve(id, 'ana');
      await cardIn(world, 'Security: 1 of 1 (Ana Costa)');
      await slack.as(people.kim.id).click(await cardIn(world, 'Approval needed'), 'Approve');
      await cardIn(world, 'Approved');
      expect(gitlab.world.deployment(id).approvals).toHaveLength(2);
      expect(cards(world)).toHaveLength(1);
    },
  );

  test('that may drop records is refused at the start, in words', async () => {
    const world = await startWorld({ withoutBot: true });
    const url = await startForgetfulRedis();
    const started = startSlipway(['start'], { ...world.environment, REDIS_URL: url });
    expect(await started.ended()).toMatchObject({ code: 1 });
    expect(started.output()).toContain('maxmemory-policy allkeys-lru');
    expect(started.output()).toContain('CONFIG SET maxmemory-policy noeviction');
  });

  test('that is not there ends the start, in words without its password', async () => {
    const world = await startWorld({ withoutBot: true });
    const started = startSlipway(['start'], {
      ...world.environment,
      REDIS_URL: 'redis://:very-secret-word@127.0.0.1:1',
    });
    expect(await started.ended()).toMatchObject({ code: 1 });
    expect(started.output()).toMatch(/Redis/u);
    expect(started.output()).not.toContain('very-secret-word');
  });
});

/** As much of Redis as it takes to be asked for its policy, and a policy that evicts. */
async function startForgetfulRedis(): Promise<string> {
  const info = '# Memory\r\nmaxmemory_policy:allkeys-lru\r\nredis_version:7.4.0\r\nloading:0\r\n';
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      // Each command is an array; one answer for each.
      for (const command of bytes.toString().split(/(?=^\*\d+\r\n)/mu)) {
        const isInfo = /\r\ninfo\r\n/iu.test(command);
        socket.write(isInfo ? `$${info.length}\r\n${info}\r\n` : '+OK\r\n');
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `redis://127.0.0.1:${address.port}`;
}
