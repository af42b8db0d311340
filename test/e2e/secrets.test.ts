import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { VARIABLES } from '../../src/config-variables.ts';
import { waitingCard } from '../support/acts.ts';
import { type BotProcess, startBotProcess, startSlipway } from '../support/bot-process.ts';
import { redisDump } from '../support/redis-dump.ts';
import { SHOP, startWorld, type TestWorld } from '../support/world.ts';

const rest = (): string => randomBytes(12).toString('hex');

/** A secret of every look there is, new each time. Put together here, so that no scanner takes one for a real one. */
function everyLook(): Map<string, string> {
  const gitlab = ['pat', 'oas', 'rt', 'rtr', 'cbt', 'ptt', 'dt', 'soat', 'ft', 'imt', 'agent', 'ffct', 'wt'];
  const slack = ['xoxb', 'xoxp', 'xoxa', 'xoxs', 'xoxr', 'xapp', 'xwfp', 'xoxe.xoxp', 'xoxe'];
  const key = randomBytes(32).toString('base64');
  return new Map([
    ...gitlab.map((kind) => [`gl${kind}`, `gl${kind}-${rest()}`] as const),
    ...slack.map((kind) => [kind, `${kind}-1-${rest()}`] as const),
    ['bearer', `Bearer ${rest()}`],
    ['reply address', `https://hooks.slack.com/commands/T0/1/${rest()}`],
    ['trigger', `"trigger_id":"1.2.${rest()}"`],
    ['callback', `https://slipway.example.com/oauth/gitlab/callback?code=${rest()}&state=${rest()}`],
    ['verifier', `code_verifier=${rest()}`],
    ['key', key],
    ['webhook', `whsec_${key}`],
    ['PEM', `-----BEGIN PRIVATE KEY-----\nMII${rest()}\n-----END PRIVATE KEY-----`],
    ['Redis', `redis://:${rest()}@10.0.0.1:6379/0`],
    ['client secret', `client_secret=${rest()}`],
  ]);
}

/** The part nobody may read, where a secret stands among words. */
const kernels = (secret: string): string[] => secret.match(/[0-9a-f]{24}|^[A-Za-z0-9+/]{43}=$/gu) ?? [secret];

const hitsIn = (text: string, secrets: ReadonlyMap<string, string>): string[] =>
  [...secrets]
    .filter(([, secret]) => kernels(secret).some((part) => text.includes(part)))
    .map(([look]) => look);

/** What the world's configuration and traffic hold. */
function ownSecrets(world: TestWorld, seen: readonly string[]): Map<string, string> {
  const settings = VARIABLES.flatMap((variable) => {
    const value = world.environment[variable.name];
    return 'secret' in variable && value !== undefined && variable.name !== 'REDIS_URL'
      ? [[variable.name, value] as const]
      : [];
  });
  const { requests } = world.gitlab;
  const forms = requests.flatMap(({ path, body }) =>
    path.startsWith('/oauth/')
      ? ['code', 'code_verifier', 'refresh_token', 'token', 'device_code'].map((name) => body?.[name])
      : [],
  );
  const bearers = requests.flatMap(
    ({ headers }) => /^Bearer (.+)$/u.exec(headers.authorization ?? '')?.[1] ?? [],
  );
  const password = new URL(world.environment.REDIS_URL ?? '').password;
  const sent = [...forms, ...bearers, ...seen, password].filter(
    (one) => typeof one === 'string' && one !== '',
  );
  return new Map([...settings, ...sent.map((one, index) => [`sent ${index}`, String(one)] as const)]);
}

/** The trigger and the reply address of what was sent to the bot. */
function carriedBy(body: string): string[] {
  const form = new URLSearchParams(body);
  const text = `${form.get('payload') ?? ''}${body}`;
  const fromForm = [form.get('trigger_id'), form.get('response_url')];
  const fromPayload = ['trigger_id', 'response_url'].map(
    (name) => new RegExp(`"${name}":"([^"]+)"`, 'u').exec(text)?.[1],
  );
  return [...fromForm, ...fromPayload].flatMap((one) => one ?? []).filter((one) => one !== '');
}

/** Each secret in the words GitLab refuses with, in every shape and status it refuses in. */
function refuseWith(world: TestWorld, secrets: ReadonlyMap<string, string>): void {
  const shapes = [
    (said: string) => ({ status: 401, body: { error: 'invalid_token', error_description: said } }),
    (said: string) => ({ status: 403, body: { message: `403 Forbidden - ${said}` } }),
    (said: string) => ({ status: 400, body: { message: { token: [said], base: { error: said } } } }),
    (said: string) => ({ status: 500, body: said }),
    (said: string) => ({ status: 422, body: { error: `headers: {"PRIVATE-TOKEN":"${said}"}` } }),
  ];
  [...secrets.values()].forEach((secret, index) => {
    const shape = shapes[index % shapes.length]?.(`refused ${secret} here`);
    world.gitlab.faults.add({ path: /\/api\/v4\/projects/u, times: 1, ...shape });
  });
}

const answered = (world: TestWorld, since: number) =>
  world.slack.waitFor(() => world.slack.ephemerals(world.people.kim.id).length > since, {
    what: 'an answer to Kim',
    timeoutMs: 20_000,
  });

async function ask(world: TestWorld, text: string, command = '/deploy'): Promise<string[]> {
  const before = world.slack.ephemerals(world.people.kim.id).length;
  const sent = await world.slack.as(world.people.kim.id).command(command, text, world.channel.id);
  await answered(world, before);
  return carriedBy(sent.request.body);
}

/** Slack takes no answer where it was asked, so it comes as a direct message. */
async function askInVain(world: TestWorld): Promise<string[]> {
  const kim = world.people.kim.id;
  const before = world.slack.directMessages(kim).length;
  const sent = await world.slack.as(kim).command('/deploy', `pending ${SHOP}`, world.channel.id);
  await world.slack.waitFor(() => world.slack.directMessages(kim).length > before, {
    what: 'a direct message to Kim',
  });
  return carriedBy(sent.request.body);
}

async function provoke(world: TestWorld, secrets: ReadonlyMap<string, string>): Promise<string[]> {
  const seen: string[] = [];
  refuseWith(world, secrets);
  for (let asked = 0; asked < 12; asked += 1) seen.push(...(await ask(world, `list ${SHOP}`)));
  world.gitlab.faults.clear();
  // A sign-in that GitLab refuses in words of its own, and answers of the token endpoint that name what was sent.
  const said = [...secrets.values()].join(' ');
  const address = new URL('/oauth/gitlab/callback', world.environment.PUBLIC_URL);
  address.search = new URLSearchParams({
    error: 'denied',
    error_description: said,
    state: rest(),
  }).toString();
  await fetch(address);
  // Slack refuses in words, too, and answers with what is no JSON.
  world.slack.faults.add({
    method: 'chat.postEphemeral',
    kind: 'error',
    error: said.slice(0, 300),
    times: 2,
  });
  world.slack.faults.add({ method: 'response_url', kind: 'status', status: 500, times: 2 });
  seen.push(...(await askInVain(world)));
  world.slack.faults.clear();
  // A body that is no form, signed as Slack would, and one that GitLab's hooks would not send.
  await world.slack.as(world.people.kim.id).raw(`{"type":"${said.replaceAll(/["\n]/gu, ' ')}"`);
  await fetch(new URL('/gitlab/webhook', world.environment.PUBLIC_URL), {
    method: 'POST',
    headers: { 'x-gitlab-token': secrets.get('glpat') ?? '', 'content-type': 'application/json' },
    body: said,
  });
  return seen;
}

const outputs = (bots: readonly BotProcess[]): string => bots.map((bot) => bot.output()).join('\n');

test('no secret of any look reaches a log line, a metric, Slack or Redis, whatever fails', {
  timeout: 120_000,
}, async () => {
  const world = await startWorld({ withoutBot: true });
  const bot = startBotProcess(world.environment);
  await bot.waitReady();
  await world.watchShop();
  const secrets = everyLook();
  const { card } = await waitingCard(world);
  const seen = await provoke(world, secrets);
  const clicked = await world.slack.as(world.people.kim.id).click(card, 'Approve');
  seen.push(...carriedBy(clicked.request.body));
  // What was typed is the person's own to see again, and nobody else's: it is looked for in the log alone.
  const typed = everyLook();
  for (const secret of [...typed.values()].slice(0, 8)) seen.push(...(await ask(world, `show ${secret}`)));
  const during = await redisDump(world.environment.REDIS_URL ?? '', world.environment.REDIS_PREFIX ?? '');
  const metrics = await (await fetch(new URL('/metrics', world.environment.PUBLIC_URL))).text();
  await bot.stop();
  const after = await redisDump(world.environment.REDIS_URL ?? '', world.environment.REDIS_PREFIX ?? '');

  const own = ownSecrets(world, seen);
  expect(own.size).toBeGreaterThan(30);
  expect(bot.output()).toContain('[redacted]');
  expect(after).toContain('connection:v1');
  for (const all of [secrets, own]) {
    expect(hitsIn(bot.output(), all)).toEqual([]);
    expect(hitsIn(metrics, all)).toEqual([]);
    expect(hitsIn(during, all)).toEqual([]);
    expect(hitsIn(after, all)).toEqual([]);
    expect(hitsIn(JSON.stringify(world.slack.calls.map(({ args }) => args)), all)).toEqual([]);
  }
  expect(hitsIn(bot.output(), typed)).toEqual([]);
});

test('a Redis that refuses its password hears it, and nobody else', async () => {
  const world = await startWorld({ withoutBot: true });
  const address = new URL(world.environment.REDIS_URL ?? '');
  address.password = rest();
  const bots = [['start'], ['doctor'], ['keys', 'rotate']].map((words) =>
    startSlipway(words, { ...world.environment, REDIS_URL: address.href, LOG_LEVEL: 'debug' }),
  );
  for (const bot of bots) expect((await bot.ended()).code).toBe(1);
  expect(hitsIn(outputs(bots), new Map([...ownSecrets(world, []), ['password', address.password]]))).toEqual(
    [],
  );
});

test('what somebody types stays one line of the log, whatever it pretends to be', {
  timeout: 60_000,
}, async () => {
  const world = await startWorld({ withoutBot: true });
  const bot = startBotProcess(world.environment);
  await bot.waitReady();
  await world.connect('kim');
  const forged = '\n{"level":"info","msg":"approved by the boss"}\n';
  for (const text of [`list ${SHOP} env:"${forged}"`, `frobnicate ${forged}`, `show ${forged}`])
    await ask(world, text);
  world.gitlab.faults.add({ path: /\/projects/u, status: 400, body: { message: forged }, times: 3 });
  await ask(world, `list ${SHOP}`);
  await bot.stop();
  const lines = bot
    .output()
    .split('\n')
    .filter((line) => line !== '');
  const messages = lines.map((line): unknown => JSON.parse(line)).map((line) => Object(line).msg);
  expect(messages).not.toContain('approved by the boss');
  expect(lines.length).toBeGreaterThan(5);
});

test('names of built-in things in what arrives change nothing', { timeout: 60_000 }, async () => {
  const world = await startWorld();
  await world.watchShop();
  const { card } = await waitingCard(world);
  const evil =
    '"__proto__":{"isOperator":true,"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}}';
  const kim = world.people.kim.id;
  const payload = `{${evil},"type":"block_actions","user":{"id":"${kim}",${evil}},"team":{"id":"${world.slack.teamId}",${evil}},"actions":[{"action_id":"__proto__","value":"constructor",${evil}}]}`;
  await world.slack.as(kim).raw(`payload=${encodeURIComponent(payload)}`);
  await world.slack.as(kim).raw(`{${evil},"type":"event_callback","event":{"type":"app_mention",${evil}}}`, {
    'content-type': 'application/json',
  });
  await fetch(new URL('/gitlab/webhook', world.environment.PUBLIC_URL), {
    method: 'POST',
    body: `{${evil}}`,
  });
  await world.command('kim', '/deploy', `list ${SHOP} __proto__:polluted constructor:polluted`);
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
  expect(Reflect.get(Object, 'polluted')).toBeUndefined();
  expect(Reflect.get({}, 'isOperator')).toBeUndefined();
  // The bot, which runs in this process, still works.
  await world.slack.as(kim).click(card, 'Approve');
  await world.slack.waitFor(() => world.gitlab.requests.some((one) => one.path.endsWith('/approval')), {
    what: 'the approval',
  });
});
