import { request as send } from 'node:http';
import { expect, it } from 'vitest';
import { readBody } from '../../../src/web/read-body.ts';
import { listening, postPieces } from './served.ts';

const MOST = 1_000;

/** Answers what became of the body: what was read of it, or why nothing was. */
const answering = (withinMs = 5_000) =>
  listening((request, response) => {
    void readBody(request, MOST, withinMs).then((body) => {
      response.shouldKeepAlive = false;
      response.end(typeof body === 'string' ? body : `read ${body.length}`);
    });
  });

it('a body in pieces is read up to the limit', async () => {
  const port = await answering();
  const pieces = [Buffer.alloc(400), Buffer.alloc(600)];
  expect((await postPieces(port, pieces)).body).toBe('read 1000');
});

it('a body that does not tell its length is not read beyond the limit', async () => {
  const port = await answering();
  const pieces = Array.from({ length: 11 }, () => Buffer.alloc(100));
  expect((await postPieces(port, pieces)).body).toBe('too-large');
});

it('a body whose length is told is refused before it is read', async () => {
  const port = await answering();
  const answer = await new Promise<string>((resolve, reject) => {
    const headers = { 'content-length': MOST + 1 };
    const outgoing = send({ port, host: '127.0.0.1', method: 'POST', headers, agent: false }, (response) => {
      response.on('data', (part: Buffer) => resolve(String(part)));
    });
    outgoing.on('error', reject);
    outgoing.flushHeaders();
  });
  expect(answer).toBe('too-large');
});

it('a body that drips is waited for no longer than that', async () => {
  const port = await answering(50);
  const answer = await new Promise<string>((resolve, reject) => {
    const outgoing = send({ port, host: '127.0.0.1', method: 'POST', agent: false }, (response) => {
      response.on('data', (part: Buffer) => resolve(String(part)));
    });
    outgoing.on('error', reject);
    outgoing.write('a');
  });
  expect(answer).toBe('too-slow');
});

it('a body whose sender goes away is given up', async () => {
  const gone = new Promise<unknown>((resolve, reject) => {
    void listening((request) => void readBody(request, MOST, 60_000).then(resolve)).then((port) => {
      const outgoing = send({ port, host: '127.0.0.1', method: 'POST', agent: false });
      outgoing.on('error', () => undefined);
      outgoing.write('a', () => outgoing.destroy());
    }, reject);
  });
  expect(await gone).toBe('too-slow');
});
