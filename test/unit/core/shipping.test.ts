import { describe, expect, it } from 'vitest';
import type { Commit, MergedRequest } from '../../../src/core/deployment.ts';
import { isAmong, namedRequests, type Shipping, shipsOf, unaccounted } from '../../../src/core/shipping.ts';

const commit = (sha: string, parents?: readonly string[], message = sha): Commit => ({
  sha,
  ...(parents === undefined ? {} : { parents }),
  title: message,
  message,
  author: 'Kim',
});

const request = (changes: Partial<MergedRequest> = {}): MergedRequest => ({
  iid: 7,
  title: 'Blue',
  webUrl: 'https://gitlab.example/acme/shop/-/merge_requests/7',
  author: 'Kim',
  landedAs: [],
  isMerged: true,
  ...changes,
});

const loose = (commits: readonly Commit[], ...landed: string[]): string[] =>
  unaccounted(commits, new Set(landed)).map(({ sha }) => sha);

describe('commits without a merge request', () => {
  it('are those put on the branch directly, wherever they stand, not those a merge request brought', () => {
    const commits = [
      commit('direct-1', ['base']),
      commit('feature-1', ['base']),
      commit('feature-2', ['feature-1']),
      commit('merge', ['direct-1', 'feature-2']),
      commit('direct-2', ['merge']),
    ];
    expect(loose(commits, 'merge')).toEqual(['direct-2', 'direct-1']);
  });

  it('are none where every commit is a squashed or fast-forwarded merge request', () => {
    const commits = [commit('a', ['base']), commit('b', ['a'])];
    expect(loose(commits, 'a', 'b')).toEqual([]);
    expect(loose(commits)).toEqual(['b', 'a']);
  });

  it('are looked for on both sides where one branch was merged into another by hand', () => {
    const commits = [
      commit('squashed', ['base']),
      commit('on-main', ['squashed']),
      commit('fix', ['base']),
      commit('by-hand', ['fix', 'on-main']),
    ];
    expect(loose(commits, 'squashed')).toEqual(['fix', 'on-main']);
  });

  it('are what follows the last merge request on a server that tells no parents', () => {
    expect(loose([commit('a'), commit('merge'), commit('b'), commit('c')], 'merge')).toEqual(['c', 'b']);
  });
});

describe('a merge request that a commit names', () => {
  const merge = (message: string) => namedRequests([commit('m', [], message)]);

  it('is the one in the last line of its own that says so, the newest commit first', () => {
    expect(merge("Merge branch 'x' into 'main'\n\nBlue\n\nSee merge request acme/shop!7")).toEqual([
      { project: 'acme/shop', iid: 7 },
    ]);
    expect(merge('As I said: See merge request acme/shop!7, and more')).toEqual([]);
    const both = ['See merge request a/b!1', 'See merge request a/b!2', 'See merge request a/b!1'];
    expect(namedRequests(both.map((text, at) => commit(`${at}`, [], text))).map(({ iid }) => iid)).toEqual([
      1, 2,
    ]);
  });

  it('counts only if it was merged and one of its commits is there, whatever a message claims', () => {
    const shas = new Set(['m', 's']);
    const named = { project: 'acme/shop', iid: 7 };
    expect(isAmong(request({ landedAs: ['s'] }), shas, named, 'acme/shop')).toBe(true);
    expect(isAmong(request({ landedAs: ['elsewhere'] }), shas, named, 'acme/shop')).toBe(false);
    expect(isAmong(request({ landedAs: ['s'], isMerged: false }), shas, named, 'acme/shop')).toBe(false);
  });

  it('is believed, where a server names no commits of it, only by a line about this project', () => {
    expect(isAmong(request(), new Set(), { project: 'acme/shop', iid: 7 }, 'acme/shop')).toBe(true);
    expect(isAmong(request(), new Set(), { project: 'acme/other', iid: 7 }, 'acme/shop')).toBe(false);
    expect(isAmong(request(), new Set(), undefined, 'acme/shop')).toBe(false);
  });
});

it('a card keeps the newest merge requests and the first authors, and how many there are', () => {
  const shipping: Shipping = {
    since: 'a'.repeat(40),
    compareUrl: null,
    tier: null,
    commits: Array.from({ length: 40 }, (_, at) => ({ ...commit(`c${at}`), author: `Author ${at % 8}` })),
    mergeRequests: Array.from({ length: 300 }, (_, at) => request({ iid: at + 1 })),
    loose: [commit('x')],
    behind: 2,
    uncertain: false,
  };
  const ships = shipsOf(shipping);
  expect(ships).toMatchObject({
    commits: 40,
    authors: 8,
    requests: 300,
    loose: 1,
    behind: 2,
    since: 'aaaaaaaa',
  });
  expect(ships.names).toHaveLength(5);
  expect(JSON.stringify(ships).length).toBeLessThan(2_000);
});
