import { describe, expect, it } from 'vitest';
import { GitLabUserId, SlackUserId, TeamId } from '../../../src/core/ids.ts';
import { ana, connection, kim, storeWorld, team } from './store-world.ts';

const refusedWith = (code: string) => expect.objectContaining({ code });
const rowOf = (prefix: string, user: string): string => `{${prefix}}:connection:v1:${team}:${user}`;

describe('a connection', () => {
  it('comes back as it was put, and is on disk by then', async () => {
    const { stores, saves } = storeWorld();
    await stores.connections.put(connection(kim, 7));
    expect(await stores.connections.get({ team, user: kim })).toEqual(connection(kim, 7));
    expect(saves()).toBe(1);
  });

  it('without a refresh token or an expiry comes back without', async () => {
    const { stores } = storeWorld();
    const tokens = { accessToken: 'a', refreshToken: undefined, expiresAt: undefined };
    await stores.connections.put({ ...connection(kim, 7), tokens });
    expect((await stores.connections.get({ team, user: kim }))?.tokens).toEqual(tokens);
  });

  it('shows no token in anything Redis keeps', async () => {
    const { stores, redis, prefix } = storeWorld();
    await stores.connections.put(connection(kim, 7));
    const text = await redis.get(rowOf(prefix, kim));
    expect(text).toContain('gitlab-7');
    expect(text).not.toMatch(/access-of|refresh-of/);
  });

  it('is absent for somebody who never connected', async () => {
    const { stores } = storeWorld();
    expect(await stores.connections.get({ team, user: kim })).toBeUndefined();
  });

  it('is gone after it was removed, and its GitLab account free for others', async () => {
    const { stores } = storeWorld();
    await stores.connections.put(connection(kim, 7));
    await stores.connections.remove({ team, user: kim });
    expect(await stores.connections.get({ team, user: kim })).toBeUndefined();
    await stores.connections.put(connection(ana, 7));
    expect((await stores.connections.get({ team, user: ana }))?.gitlabUser.id).toBe(7);
  });

  it('whose row was swapped with another person’s is refused', async () => {
    const { stores, redis, prefix } = storeWorld();
    await stores.connections.put(connection(kim, 7));
    await stores.connections.put(connection(ana, 8));
    await redis.copy(rowOf(prefix, kim), rowOf(prefix, ana), 'REPLACE');
    await expect(stores.connections.get({ team, user: ana })).rejects.toEqual(
      refusedWith('secret-unreadable'),
    );
  });

  it('whose refresh token was put in place of the access token is refused', async () => {
    const { stores, redis, prefix } = storeWorld();
    await stores.connections.put(connection(kim, 7));
    const row = JSON.parse((await redis.get(rowOf(prefix, kim))) ?? '');
    await redis.set(rowOf(prefix, kim), JSON.stringify({ ...row, access: row.refresh }));
    await expect(stores.connections.get({ team, user: kim })).rejects.toEqual(
      refusedWith('secret-unreadable'),
    );
  });

  it('whose GitLab user was changed in the row is refused', async () => {
    const { stores, redis, prefix } = storeWorld();
    await stores.connections.put(connection(kim, 7));
    const row = JSON.parse((await redis.get(rowOf(prefix, kim))) ?? '');
    row.gitlabUser.id = 1;
    await redis.set(rowOf(prefix, kim), JSON.stringify(row));
    await expect(stores.connections.get({ team, user: kim })).rejects.toEqual(
      refusedWith('secret-unreadable'),
    );
  });

  it('that is malformed counts as absent, is set aside and named in the log without its content', async () => {
    const { stores, redis, prefix, log } = storeWorld();
    await redis.set(rowOf(prefix, kim), '{"access":"leaky"}');
    expect(await stores.connections.get({ team, user: kim })).toBeUndefined();
    expect(await redis.get(rowOf(prefix, kim))).toBeNull();
    expect(await redis.get(`{${prefix}}:aside:v1:connection:v1:T1:UKIM`)).toBe('{"access":"leaky"}');
    expect(log.lines.join()).toContain('connection:v1:T1:UKIM');
    expect(log.lines.join()).not.toContain('leaky');
  });
});

describe('one GitLab account', () => {
  it('belongs to one Slack user of a workspace', async () => {
    const { stores } = storeWorld();
    await stores.connections.put(connection(kim, 7));
    await expect(stores.connections.put(connection(ana, 7))).rejects.toEqual(refusedWith('account-taken'));
    expect(await stores.connections.get({ team, user: ana })).toBeUndefined();
  });

  it('goes to exactly one of many who link it at once', async () => {
    const { stores } = storeWorld();
    const people = Array.from({ length: 20 }, (_, at) => connection(SlackUserId.parse(`UKIM${at}`), 7));
    const results = await Promise.allSettled(people.map((one) => stores.connections.put(one)));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  });

  it('acts in no other workspace, though somebody has the same user id there', async () => {
    const { stores } = storeWorld();
    await stores.connections.put(connection(kim, 7));
    expect(await stores.connections.get({ team: TeamId.parse('T2'), user: kim })).toBeUndefined();
  });

  it('may be linked by the same person in another workspace', async () => {
    const { stores } = storeWorld();
    const other = { team: TeamId.parse('T2'), user: kim };
    await stores.connections.put(connection(kim, 7));
    await stores.connections.put({ ...connection(kim, 7), person: other });
    expect((await stores.connections.get(other))?.gitlabUser.id).toBe(7);
  });

  it('is free again once its owner linked another one', async () => {
    const { stores } = storeWorld();
    await stores.connections.put(connection(kim, 7));
    await stores.connections.put(connection(kim, 8));
    await stores.connections.put(connection(ana, 7));
    const users = [7, 8, 9].map((id) => GitLabUserId.parse(id));
    expect(await stores.connections.slackUsersOf(team, users)).toEqual(
      new Map([
        [7, ana],
        [8, kim],
      ]),
    );
  });

  it('is taken from its owner only where that owner is named, in one step', async () => {
    const { stores } = storeWorld();
    await stores.connections.put(connection(kim, 7));
    const another = SlackUserId.parse('USOMEBODY');
    await expect(stores.connections.put(connection(ana, 7), another)).rejects.toEqual(
      refusedWith('account-taken'),
    );
    expect((await stores.connections.get({ team, user: kim }))?.gitlabUser.id).toBe(7);

    await stores.connections.put(connection(ana, 8));
    await stores.connections.put(connection(ana, 7), kim);

    expect(await stores.connections.get({ team, user: kim })).toBeUndefined();
    expect((await stores.connections.get({ team, user: ana }))?.gitlabUser.id).toBe(7);
    const users = [7, 8].map((id) => GitLabUserId.parse(id));
    expect(await stores.connections.slackUsersOf(team, users)).toEqual(new Map([[7, ana]]));
    // Whoever lost it can connect another one, and nothing of theirs is left in the way.
    await stores.connections.put(connection(kim, 8));
    expect((await stores.connections.get({ team, user: kim }))?.gitlabUser.id).toBe(8);
  });

  it('goes to exactly one of many who take it from its owner at once', async () => {
    const { stores } = storeWorld();
    await stores.connections.put(connection(kim, 7));
    const people = Array.from({ length: 20 }, (_, at) => connection(SlackUserId.parse(`UANA${at}`), 7));
    const results = await Promise.allSettled(people.map((one) => stores.connections.put(one, kim)));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  });

  it('is kept by the person who stores newer tokens for it', async () => {
    const { stores } = storeWorld();
    await stores.connections.put(connection(kim, 7));
    const tokens = { accessToken: 'new', refreshToken: 'newer', expiresAt: 1 };
    await stores.connections.put({ ...connection(kim, 7), tokens });
    expect((await stores.connections.get({ team, user: kim }))?.tokens).toEqual(tokens);
  });
});
