import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactorOf, redactSecrets } from '../../../src/core/redact.ts';

const REST = 'AbC123-def_456';
/** The kinds of token whose beginning tells them. Put together here, so that no scanner takes one for a real one. */
const TOKENS = [
  ...['pat', 'oas', 'rt', 'rtr', 'ptt', 'cbt', 'dt', 'soat', 'ft', 'imt', 'agent', 'ffct'].map(
    (kind) => `gl${kind}-${REST}`,
  ),
  `gl${'pat'}-abc.01.def456`,
  ...['xoxb', 'xoxp', 'xoxa', 'xoxe', 'xoxs', 'xoxr', 'xapp', 'xwfp'].map((kind) => `${kind}-1-${REST}`),
];
const HOOK = 'https://hooks.slack.com/commands/T0/123/abcDEF';

describe('a secret', () => {
  it.each(TOKENS)('%s is replaced wherever it stands', (token) => {
    for (const around of [
      ['', ''],
      ['before ', ' behind'],
      ['"', '"'],
      ['(', ')'],
      ['https://a.example/?private=', '&x=1'],
      ['%22', '%22'],
      ['my_', ''],
      ['{\\"t\\":\\"', '\\"}'],
      ['PRIVATE-KEY=', ','],
    ] as const) {
      expect(redactSecrets(around[0] + token + around[1])).toBe(`${around[0]}[redacted]${around[1]}`);
    }
  });

  it.each([
    ['Authorization: Bearer abc.DEF-123~+/=', 'Authorization: [redacted]'],
    ['{"authorization":"bearer 0123456789abcdef"}', '{"authorization":"[redacted]"}'],
    ['Bearer   abc', '[redacted]'],
    ['Authorization: Basic dXNlcjpwYXNzd29yZA==', 'Authorization: [redacted]'],
    [`posted to ${HOOK}.`, 'posted to [redacted]'],
    [`<${HOOK}>`, '<[redacted]>'],
    ['https://hooks.slack-gov.com/actions/T0/1/x', '[redacted]'],
    ['HTTPS://HOOKS.SLACK.COM/actions/T0/1/x', '[redacted]'],
    [`{"response_url":"${HOOK}","a":1}`, '{"response_url":"[redacted]","a":1}'],
    ['{"response_url":"http://127.0.0.1:9/x"}', '{"response_url":"[redacted]"}'],
    ['PRIVATE-TOKEN: abc', 'PRIVATE-TOKEN: [redacted]'],
    [
      'https://gitlab.example.com/cb?code=abc&state=def#x',
      'https://gitlab.example.com/cb?code=[redacted]&state=[redacted]',
    ],
    ['/callback?state=def', '/callback?state=[redacted]'],
    [`whsec_${'A'.repeat(43)}=`, '[redacted]'],
    ['redis://:pass-word@10.0.0.1:6379/0', 'redis://[redacted]10.0.0.1:6379/0'],
    ['rediss://bot:p%40ss@redis.example.com', 'rediss://[redacted]redis.example.com'],
    [`key ${'Ab1/'.repeat(10)}Ab8= of ours`, 'key [redacted] of ours'],
    [`a\n-----BEGIN RSA PRIVATE KEY-----\nMIIabc+/=\n-----END RSA PRIVATE KEY-----`, 'a\n[redacted]'],
    [
      '{"key":"-----BEGIN PRIVATE KEY-----\\nMIIabc\\n-----END PRIVATE KEY-----\\n","a":1}',
      '{"key":"[redacted]","a":1}',
    ],
    ['{"device_code":"abcdef","password":"pw"}', '{"device_code":"[redacted]","password":"[redacted]"}'],
    ['access_token=abc&expires_in=7200', 'access_token=[redacted]&expires_in=7200'],
  ])('in %s is replaced', (text, left) => {
    expect(redactSecrets(text)).toBe(left);
  });

  const NAMES = [
    'trigger_id',
    'response_url',
    'access_token',
    'refresh_token',
    'client_secret',
    'code_verifier',
    'token',
    'bot_token',
    'accessToken',
    'refreshToken',
    'clientSecret',
    'codeVerifier',
    'responseUrl',
    'triggerId',
    'signingSecret',
  ];

  it.each(NAMES)('in a field %s is replaced, in JSON, in JSON within JSON, and in a query', (name) => {
    const secret = 'abc/DEF.123';
    expect(redactSecrets(JSON.stringify({ [name]: secret, a: 1 }))).toBe(
      JSON.stringify({ [name]: '[redacted]', a: 1 }),
    );
    const quoted = JSON.stringify({ msg: JSON.stringify({ [name]: secret, a: 1 }) });
    expect(redactSecrets(quoted)).toBe(
      JSON.stringify({ msg: JSON.stringify({ [name]: '[redacted]', a: 1 }) }),
    );
    const twice = JSON.stringify({ msg: quoted });
    expect(redactSecrets(twice)).not.toContain(secret);
    expect(() => JSON.parse(redactSecrets(twice))).not.toThrow();
    expect(redactSecrets(`${name}=${secret}&a=1`)).toBe(`${name}=[redacted]&a=1`);
    expect(redactSecrets(`{ ${name}: '${secret}' }`)).toBe(`{ ${name}: '[redacted]' }`);
  });
});

describe('an ordinary line', () => {
  it.each([
    ['{"code":"gitlab-timeout","msg":"a call failed"}'],
    ['{"level":"warn","code":"slack-ambiguous","state":"sending"}'],
    ['state: queued, code: 404'],
    ['{"token":null,"refresh_token":null}'],
    ['{"token":{"kind":"oauth"},"tokens":12,"tokenKind":"job"}'],
    ['{"error":"invalid_token","error_description":"Token was revoked."}'],
    ['the token was refused; ask for another'],
    ['https://gitlab.example.com/acme/shop/-/environments/3?page=2'],
    ['https://slack.com/api/chat.postMessage'],
    ['Basic auth is off'],
    ['https://example.com/@dana/x and dana@example.com'],
    ['sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
    ['glide-path, global-settings, xo-box, box-office'],
    ['a1b2c3d4e5f60718293a4b5c6d7e8f9001122334'],
    [''],
  ])('%s stays as it is', (text) => {
    expect(redactSecrets(text)).toBe(text);
  });
});

describe('secrets that look like any other word', () => {
  const redact = redactorOf(['plain words here', 'quo"ted-secret', 'short', 'a/b+c=defg']);

  it('are replaced as they are, in JSON, and in an address', () => {
    expect(redact('it was plain words here.')).toBe('it was [redacted].');
    expect(redact(JSON.stringify({ a: 'quo"ted-secret' }))).toBe('{"a":"[redacted]"}');
    expect(redact('https://x.example/?q=a%2Fb%2Bc%3Ddefg')).toBe('https://x.example/?q=[redacted]');
  });

  it('are left alone when they are so short that ordinary words hold them', () => {
    expect(redact('in short')).toBe('in short');
  });
});

describe('whatever is logged', () => {
  const secret = fc.constantFrom(...TOKENS, HOOK, 'Bearer abcdef0123456789');

  it('keeps no secret, stays JSON, and is redacted once and for all', () => {
    fc.assert(
      fc.property(fc.string(), secret, fc.string(), fc.jsonValue(), (before, hidden, after, other) => {
        const line = JSON.stringify({ level: 'info', other, msg: `${before} ${hidden} ${after}` });
        const left = redactSecrets(line);
        expect(left).not.toContain(hidden);
        expect(() => JSON.parse(left)).not.toThrow();
        expect(redactSecrets(left)).toBe(left);
      }),
    );
  });

  it('takes no longer when made to be slow', () => {
    const begun = performance.now();
    for (const part of [
      'redis://a',
      '-----BEGIN PRIVATE KEY-----',
      'A',
      'a://b:',
      'token',
      'token:',
      '\\',
      'token"',
      '?code=',
      'Bearer ',
      'x',
      'glpat',
    ])
      redactSecrets(part.repeat(20_000));
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});
