import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { browserCookie, browserOf } from '../../../src/web/sign-in-cookie.ts';

const secret = 's'.repeat(32);

const requestWith = (cookie: string): IncomingMessage => {
  const request = new IncomingMessage(new Socket());
  request.headers.cookie = cookie;
  return request;
};

describe('the cookie that binds a sign-in to a browser', () => {
  it('over https goes back to this host alone, encrypted, and nothing else can set it', () => {
    expect(browserCookie(secret, 'https://bot.example', 600_000)).toBe(
      `__Host-slipway_sign_in=${secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age=600; Secure`,
    );
  });

  it('over http, as on this machine, goes back to the sign-in alone', () => {
    expect(browserCookie(secret, 'http://localhost:3000', 600_000)).toBe(
      `slipway_sign_in=${secret}; Path=/oauth; HttpOnly; SameSite=Lax; Max-Age=600`,
    );
  });

  it('is found among others', () => {
    const request = requestWith(`a=1; __Host-slipway_sign_in=${secret}; b=2`);
    expect(browserOf(request, 'https://bot.example')).toBe(secret);
  });

  it.each([
    ['there is none', 'a=1'],
    ['it has not the prefix it was given over https', `slipway_sign_in=${secret}`],
    ['it is too short to be one of ours', '__Host-slipway_sign_in=short'],
    ['it comes twice', `__Host-slipway_sign_in=${secret}; __Host-slipway_sign_in=${'t'.repeat(32)}`],
    ['it holds what none of ours holds', `__Host-slipway_sign_in=${secret}"`],
  ])('counts as absent where %s', (_why, cookie) => {
    expect(browserOf(requestWith(cookie), 'https://bot.example')).toBe('');
  });
});
