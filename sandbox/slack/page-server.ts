import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Core } from './core.ts';
import { parseJson } from './json.ts';
import { doPageAct } from './page-acts.ts';
import { pageBundle } from './page-bundle.ts';
import { pageAct } from './page-protocol.ts';
import { type PageSettings, pageState } from './page-state.ts';
import { readBody } from './read-body.ts';

const SHELL = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Slack (sandbox)</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/page/main.css"></head>
<body><div id="root"></div><script type="module" src="/page/main.js"></script></body>
</html>`;

/** The page draws what strangers wrote: it may load nothing from elsewhere and be framed by nobody. */
const POLICY =
  "default-src 'self'; img-src 'self' data: https:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

/** How often the page hears of changes at most. */
const QUIET_MS = 30;

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy': POLICY,
    'cache-control': 'no-store',
  });
  response.end(body);
}

/**
 * True for a request of this very page: made to a loopback name (no rebound host name gets in), from this origin (no
 * foreign page can drive it).
 */
function isOwnPage(request: IncomingMessage): boolean {
  const { host = '', origin, 'sec-fetch-site': site } = request.headers;
  const isLoopback = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host);
  const isOwnOrigin = origin === undefined || origin === `http://${host}`;
  return isLoopback && isOwnOrigin && (site === undefined || site === 'same-origin' || site === 'none');
}

/** Serves the web page, what it shows, and what people do on it. */
export class PageServer {
  private readonly core: Core;
  private settings: PageSettings;
  private readonly listeners = new Set<ServerResponse>();

  constructor(core: Core, settings: PageSettings) {
    this.core = core;
    this.settings = settings;
    core.world.onChange(() => this.announce());
  }

  private pending: NodeJS.Timeout | undefined;

  private announce(): void {
    if (this.listeners.size === 0 || this.pending !== undefined) return;
    this.pending = setTimeout(() => {
      this.pending = undefined;
      for (const listener of this.listeners) listener.write('data: changed\n\n');
    }, QUIET_MS);
  }

  /** Changes what stands around the messages: the tour, the GitLab link. */
  change(settings: Partial<PageSettings>): void {
    this.settings = { ...this.settings, ...settings };
    this.core.world.changed();
  }

  /** Answers any request that is not Slack's API. */
  async serve(url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isOwnPage(request)) return send(response, 403, 'text/plain', 'Only this page may ask.');
    if (url.pathname === '/' || url.pathname.startsWith('/archives/'))
      return send(response, 200, 'text/html', SHELL);
    if (url.pathname === '/page/main.js')
      return send(response, 200, 'text/javascript', (await pageBundle()).script);
    if (url.pathname === '/page/main.css') return send(response, 200, 'text/css', (await pageBundle()).style);
    if (url.pathname === '/page/api/state')
      return send(response, 200, 'application/json', this.stateFor(url.searchParams.get('as') ?? ''));
    if (url.pathname === '/page/api/changes') return this.subscribe(response);
    if (url.pathname === '/page/api/act' && request.method === 'POST')
      return await this.act(request, response);
    send(response, 404, 'text/plain', 'Not found');
  }

  private stateFor(userId: string): string {
    return JSON.stringify(pageState(this.core.world, this.settings, userId));
  }

  private subscribe(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write('data: changed\n\n');
    this.listeners.add(response);
    response.on('close', () => this.listeners.delete(response));
  }

  private async act(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A form on a foreign page cannot send JSON without asking first, and nobody answers that question here.
    const isJson = (request.headers['content-type'] ?? '').startsWith('application/json');
    const parsed = pageAct.safeParse(parseJson(await readBody(request)));
    if (!isJson || !parsed.success)
      return send(response, 400, 'text/plain', parsed.success ? 'Send JSON.' : z.prettifyError(parsed.error));
    try {
      await doPageAct(this.core, parsed.data);
      send(response, 200, 'application/json', '{"ok":true}');
    } catch (error) {
      send(response, 409, 'text/plain', error instanceof Error ? error.message : String(error));
    }
  }

  close(): void {
    clearTimeout(this.pending);
    for (const listener of this.listeners) listener.end();
  }
}
