import { expect, test } from 'vitest';
import { SlipwayError } from '../../../src/core/errors.ts';
import { createClient } from '../../../src/gitlab/client.ts';
import { json, loopback } from './loopback.ts';

const ask = (client: ReturnType<typeof createClient>, url: string) =>
  client.send({
    method: 'GET',
    url,
    headers: { 'private-token': 'secret' },
    signal: AbortSignal.timeout(5_000),
  });

test.each([
  ['another host', (port: string) => `http://localhost:${port}/gitlab/api`],
  ['a host behind a user name', (port: string) => `http://127.0.0.1@localhost:${port}/gitlab/api`],
  ['a user name on the same host', (port: string) => `http://kim@127.0.0.1:${port}/gitlab/api`],
  ['the same host as a number', (port: string) => `http://2130706433:${port}/other`],
  ['the same host in IPv6', (port: string) => `http://[::ffff:127.0.0.1]:${port}/gitlab/api`],
  ['another application of the same host', (port: string) => `http://127.0.0.1:${port}/other/api`],
  ['a walk out of the application', (port: string) => `http://127.0.0.1:${port}/gitlab/../other`],
  ['a file', () => 'file:///etc/passwd'],
  ['nothing readable', () => 'http://['],
])('nothing is sent to %s', async (_what, address) => {
  const server = await loopback(json({}));
  const { port } = new URL(server.url);
  const call = ask(createClient(`http://127.0.0.1:${port}/gitlab`), address(port));
  await expect(call).rejects.toBeInstanceOf(SlipwayError);
  await expect(call).rejects.toMatchObject({ code: 'foreign-url' });
  expect(server.arrived).toEqual([]);
});

test('what is below the configured address is sent, however that was written', async () => {
  const server = await loopback(json({}));
  const { port } = new URL(server.url);
  const answer = await ask(
    createClient(`HTTP://127.0.0.1:${port}/gitlab`),
    `http://127.0.0.1:${port}/gitlab/api`,
  );
  expect(answer.status).toBe(200);
});
