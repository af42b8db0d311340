import { Agent, request } from 'node:http';
import fetch from 'node-fetch';

const agent = new Agent({ keepAlive: true });

/** Reads JSON with a token, and does nothing else. */
export type ReadJson = (url: string) => Promise<unknown>;

/** The reference: node-fetch on a kept connection. */
export const withNodeFetch: ReadJson = async (url) => {
  const answer = await fetch(url, { agent, headers: { 'private-token': 'bench' } });
  return JSON.parse(await answer.text());
};

/** The floor: node:http. */
export const withRawHttp: ReadJson = (url) =>
  new Promise((resolve, reject) => {
    const outgoing = request(url, { agent, headers: { 'private-token': 'bench' } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      answer.on('end', () => resolve(JSON.parse(text)));
    });
    outgoing.on('error', reject).end();
  });
