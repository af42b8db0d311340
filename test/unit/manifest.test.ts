import { expect, it } from 'vitest';
import { ROOTS } from '../../src/handlers/define.ts';
import { BOT_SCOPES, slackManifest } from '../../src/manifest.ts';
import { sourcesIn } from '../architecture/sources.ts';

/** The scopes a bot token needs for a Web API method, from the method's page under https://docs.slack.dev/reference/methods. */
const SCOPES_OF_METHOD: Record<string, readonly string[]> = {
  'auth.test': [],
  'chat.delete': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history'],
  'usergroups.list': ['usergroups:read'],
  'users.info': ['users:read'],
  'views.open': [],
  'views.update': [],
};

/** What Slack sends only to apps with a scope: slash commands, and the event of a mention. */
const SCOPES_OF_WHAT_COMES_IN = ['commands', 'app_mentions:read'];

/** Every Web API method called in the source, found by how a call is written. */
const calledMethods = (): string[] => {
  const call =
    /\b(?:client|clients\.\w+)\.((?:api|auth|chat|conversations|users|views|usergroups|reactions|pins|files|bookmarks)(?:\.\w+)+)\(/gu;
  const found = sourcesIn('src').flatMap(({ tree }) =>
    [...tree.text.matchAll(call)].flatMap((match) => match[1] ?? []),
  );
  return [...new Set(found)].sort();
};

it('asks for exactly the scopes that the methods it calls need', () => {
  expect(calledMethods()).toEqual(Object.keys(SCOPES_OF_METHOD).sort());
  const needed = new Set([...SCOPES_OF_WHAT_COMES_IN, ...Object.values(SCOPES_OF_METHOD).flat()]);
  expect(Object.keys(BOT_SCOPES).sort()).toEqual([...needed].sort());
});

const socketMode = slackManifest({ commandPrefix: '', publicUrl: undefined });
const overHttp = slackManifest({ commandPrefix: 'gl-', publicUrl: 'https://slipway.example.com' });

it.each([
  ['Socket Mode', socketMode],
  ['HTTP', overHttp],
])('stays within the limits of a Slack manifest over %s', (_name, { display_information, features }) => {
  expect(display_information.name.length).toBeLessThanOrEqual(35);
  expect(display_information.description.length).toBeLessThanOrEqual(140);
  expect(display_information.background_color).toMatch(/^#[0-9a-f]{6}$/u);
  expect(features.bot_user.display_name.length).toBeLessThanOrEqual(80);
  expect(features.bot_user.display_name).toMatch(/^[A-Za-z0-9\-_. ]+$/u);
  expect(features.slash_commands.length).toBeLessThanOrEqual(50);
  for (const { command, description, usage_hint } of features.slash_commands) {
    expect(command).toMatch(/^\/[a-z0-9_-]{1,31}$/u);
    expect(description.length).toBeLessThanOrEqual(2000);
    expect(usage_hint.length).toBeLessThanOrEqual(1000);
  }
});

it('names no address in Socket Mode, where Slack needs none', () => {
  expect(JSON.stringify(socketMode)).not.toContain('http');
  expect(socketMode.settings.socket_mode_enabled).toBe(true);
});

it('sends everything of Slack to one address over HTTP', () => {
  const address = 'https://slipway.example.com/slack/events';
  expect(overHttp.settings.socket_mode_enabled).toBe(false);
  expect(overHttp.settings.event_subscriptions).toEqual({
    request_url: address,
    bot_events: ['app_mention'],
  });
  expect(overHttp.settings.interactivity).toEqual({ is_enabled: true, request_url: address });
  const commands = overHttp.features.slash_commands;
  expect(commands.map(({ command }) => command)).toEqual(ROOTS.map((root) => `/gl-${root}`));
  expect(commands).toMatchObject(ROOTS.map(() => ({ url: address })));
});

it('has Slack escape what people type, so that names and channels arrive as ids', () => {
  expect(socketMode.features.slash_commands.every(({ should_escape }) => should_escape)).toBe(true);
});
