import type { IncomingMessage, ServerResponse } from 'node:http';
import { codeOf, ERROR_TABLE, SlipwayError } from '../core/errors.ts';
import { LinkChoice } from '../core/link-news.ts';
import type { Ports } from '../core/ports/ports.ts';
import { finishSignIn, openLink } from '../flows/browser-sign-in.ts';
import { answerOnPage } from '../flows/confirm-link.ts';
import { slackNameOf } from '../flows/start-sign-in.ts';
import { canceledPage, confirmPage, donePage, failedPage, type SignInWords } from './oauth-pages.ts';
import { readForm } from './read-form.ts';
import { type Route, send } from './server.ts';
import { browserCookie, browserOf } from './sign-in-cookie.ts';

const HTML = { 'content-type': 'text/html; charset=utf-8' };

/**
 * The pages by which a person connects GitLab: start → GitLab's sign-in → callback → an explicit yes. The sign-in is
 * bound to the browser that began it by a cookie no script can read.
 */
export function oauthRoutes(ports: Ports, words: SignInWords): Route[] {
  const { publicUrl } = ports.settings;
  const page = (response: ServerResponse, html: string): void => send(response, 200, html, HTML);
  return [
    {
      method: 'GET',
      path: '/oauth/gitlab/start',
      handle: (request, response, url) =>
        guarded(ports, words, response, () => start(ports, request, response, url)),
    },
    {
      method: 'GET',
      path: '/oauth/gitlab/callback',
      handle: (request, response, url) =>
        guarded(ports, words, response, async () => {
          const asked = await finishSignIn(ports, url.searchParams, browserOf(request, publicUrl));
          page(response, confirmPage(words, { ...asked, gitlab: asked.gitlabUser.username }));
        }),
    },
    {
      method: 'POST',
      path: '/oauth/gitlab/callback/confirm',
      handle: (request, response) =>
        guarded(ports, words, response, async () => page(response, await confirm(ports, words, request))),
    },
  ];
}

async function start(
  ports: Ports,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const { publicUrl, signInMs } = ports.settings;
  const known = browserOf(request, publicUrl);
  const browser = known === '' ? ports.chance.token() : known;
  const location = await openLink(ports, url.searchParams.get('state') ?? '', browser);
  send(response, 302, '', { location, 'set-cookie': browserCookie(browser, publicUrl, signInMs) });
}

async function confirm(ports: Ports, words: SignInWords, request: IncomingMessage): Promise<string> {
  const form = await readForm(request);
  // Anything but one of the two yeses is a no.
  const choice = LinkChoice.catch('cancel').parse(form?.get('answer'));
  const browser = browserOf(request, ports.settings.publicUrl);
  const link = await answerOnPage(ports, form?.get('id') ?? '', choice, browser);
  if (link === undefined) return canceledPage(words);
  return donePage(words, link.gitlabUser.username, await slackNameOf(ports, link.person));
}

/** Every failure becomes a page that says what to do; the log gets the same code. */
async function guarded(
  ports: Ports,
  words: SignInWords,
  response: ServerResponse,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const code = codeOf(error);
    ports.log[ERROR_TABLE[code].level]({ code, err: error }, 'a sign-in failed');
    const facts = error instanceof SlipwayError ? error.facts : {};
    send(response, ERROR_TABLE[code].level === 'error' ? 500 : 400, failedPage(words, code, facts), HTML);
  }
}
