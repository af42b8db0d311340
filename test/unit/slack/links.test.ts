import { expect, test } from 'vitest';
import { link, safeUrl, siteOf } from '../../../src/slack/links.ts';

const GITLAB = 'gitlab.corp';

test.each([
  ['its own page', 'https://gitlab.corp/acme/shop', 'https://gitlab.corp/acme/shop'],
  ['its own page in capitals', 'HTTPS://GITLAB.CORP/a', 'https://gitlab.corp/a'],
  ['another host', 'https://evil.example/acme/shop', undefined],
  ['a host that only begins so', 'https://gitlab.corp.evil.example/', undefined],
  ['another port', 'https://gitlab.corp:8443/', undefined],
  ['a user name that looks like the host', 'https://gitlab.corp@evil.example/', undefined],
  ['a user name', 'https://kim@gitlab.corp/', undefined],
  ['a password', 'https://kim:secret@gitlab.corp/', undefined],
  ['a script', 'javascript:alert(1)', undefined],
  ['a file', 'file:///etc/passwd', undefined],
  ['data', 'data:text/html,x', undefined],
  ['no host', '//gitlab.corp/', undefined],
  ['a backslash before the host', 'https:\\\\evil.example\\@gitlab.corp/', undefined],
  ['an address longer than Slack takes', `https://gitlab.corp/${'x'.repeat(3_000)}`, undefined],
  ['nothing', '', undefined],
  ['null', null, undefined],
])('a page of GitLab may be linked: %s', (_what, url, expected) => {
  expect(safeUrl(url, GITLAB)).toBe(expected);
});

test('an address of another host stays without a link, whatever its text says', () => {
  expect(link('https://evil.example', 'https://gitlab.corp', GITLAB)).toBe('https://gitlab.corp');
});

test('no address closes its link early, or begins another', () => {
  expect(link('https://gitlab.corp/a|<!channel>', 'text', GITLAB)).toBe(
    '<https://gitlab.corp/a%7C%3C!channel%3E|text>',
  );
});

test.each([
  ['an address of any host', 'https://shop.example.com/x', 'shop.example.com'],
  ['one with a port', 'https://shop.example.com:8443/', 'shop.example.com:8443'],
  ['letters of another script, spelt out', 'https://gіtlab.corp/', 'xn--gtlab-n2e.corp'],
])('the site of an environment leads to %s, and its host is shown', (_what, url, host) => {
  expect(siteOf(url)?.host).toBe(host);
});

test.each([
  ['without encryption', 'http://shop.example.com/'],
  ['with a user name', 'https://gitlab.corp@evil.example/'],
  ['on a host too long to be shown whole', `https://${'gitlab.corp.'.repeat(5)}evil.example/`],
  ['that is a script', 'javascript:alert(1)'],
  ['that is none', 'shop'],
])('a site %s gets no button', (_what, url) => {
  expect(siteOf(url)).toBeUndefined();
});
