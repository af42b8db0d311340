import { describe, expect, it } from 'vitest';
import { openShop } from './gitlab-shop.ts';

describe('the pages', () => {
  it('exist for every address the API links to', async () => {
    const shop = await openShop();
    const request = shop.world.addMergeRequest('acme/shop', { title: 'Blue', author: 'dana' });
    const one = shop.world.startPipeline('acme/shop', { environment: 'production', by: 'dana' });
    const web = shop.world.project('acme/shop').webUrl;
    const links = [
      shop.gitlab.url,
      web,
      one.webUrl,
      one.jobUrl ?? '',
      `${web}/-/merge_requests/${request.iid}`,
    ];
    const { body } = await shop.api('GET', `/projects/acme%2Fshop/deployments/${one.id}`, 'kim');
    const inAnswer = [...JSON.stringify(body).matchAll(/"web_url":"([^"]+)"/g)].map(
      (match) => match[1] ?? '',
    );
    const more = [`${web}/-/environments/${one.environmentId}`, `${web}/-/compare/main...${one.sha}`];
    for (const link of [...links, ...inAnswer, ...more]) {
      const response = await fetch(link);
      expect
        .soft([response.status, response.headers.get('content-type')], link)
        .toEqual([200, 'text/html; charset=utf-8']);
    }
    expect((await fetch(`${web}/-/jobs/1`)).status).toBe(404);
  });

  it('act as the chosen person, under the rules of the API', async () => {
    const { gitlab, world } = await openShop();
    const act = (form: Record<string, string>) =>
      fetch(`${gitlab.url}/-/act`, {
        method: 'POST',
        body: new URLSearchParams({ return_to: '/', ...form }),
        redirect: 'manual',
      });
    await act({ act: 'start', user: 'dana', project: 'acme/shop', environment: 'production' });
    const id = world.deployments('acme/shop').at(-1)?.id ?? 0;
    const own = await act({ act: 'approve', user: 'dana', deployment: String(id) });
    expect(own.headers.get('location')).toMatch(/notice=You%20cannot%20approve%20your%20own/);
    await act({ act: 'approve', user: 'lee', deployment: String(id), comment: 'fine' });
    expect(world.deployment(id).approvals).toEqual([
      { username: 'lee', status: 'approved', comment: 'fine' },
    ]);
  });

  it('escape what people write', async () => {
    const { gitlab, world } = await openShop();
    world.addUser({ username: 'eve', name: '<script>alert(1)</script>' });
    const { iid } = world.addMergeRequest('acme/shop', { title: '"><img src=x>', author: 'eve' });
    const home = await (await fetch(`${gitlab.url}/?notice=<b>x</b>`)).text();
    const request = await (await fetch(`${gitlab.url}/acme/shop/-/merge_requests/${iid}`)).text();
    for (const text of [home, request]) expect(text).not.toMatch(/<script|<img|<b>x/);
  });

  it('take no form from another site', async () => {
    const { gitlab } = await openShop();
    const headers = { origin: 'https://evil.example' };
    const body = new URLSearchParams({ username: 'kim' });
    expect((await fetch(`${gitlab.url}/users/sign_in`, { method: 'POST', headers, body })).status).toBe(403);
    expect((await fetch(`${gitlab.url}/-/act`, { method: 'POST', headers, body })).status).toBe(404);
  });
});
