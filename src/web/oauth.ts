import type { IncomingMessage, ServerResponse } from 'node:http';
import { codeOf, ERROR_TABLE, SlipwayError } from '../core/errors.ts';
import type { Ports } from '../core/ports/ports.ts';
import { confirmLink, declineLink, finishSignIn, LINK_MINUTES, openLink } from '../flows/connect.ts';
import { canceledPage, confirmPage, donePage, failedPage, type SignInWords } from './oauth-pages.ts';
import { readForm } from './read-form.ts';
import { type Route, send } from './server.ts';

const COOKIE = 'slipway_sign_in';
const HTML = { 'content-type': 'text/html; charset=utf-8' };

/**
 * The pages by which a person connects GitLab: start → GitLab's sign-in → callback → an explicit yes. The sign-in is
 * bound to the browser that began it by a cookie no script can read.
 */
export function oauthRoutes(ports: Ports, words: SignInWords): Route[] {
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
          const question = await finishSignIn(ports, url.searchParams, browserOf(request));
          send(
            response,
            200,
            confirmPage(words, question.id, question.gitlabUser.username, question.slackName),
            HTML,
          );
        }),
    },
    {
      method: 'POST',
      path: '/oauth/gitlab/callback/confirm',
      handle: (request, response) =>
        guarded(ports, words, response, () => confirm(ports, words, request, response)),
    },
  ];
}

async function start(
  ports: Ports,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const known = browserOf(request);
  const browser = known === '' ? ports.chance.token() : known;
  const location = await openLink(ports, url.searchParams.get('state') ?? '', browser);
  const secure = ports.settings.publicUrl.startsWith('https:') ? '; Secure' : '';
  // Lax, since the browser comes back from GitLab's site by a top-level GET.
  const cookie = `${COOKIE}=${browser}; Path=/oauth; HttpOnly; SameSite=Lax; Max-Age=${LINK_MINUTES * 60}${secure}`;
  send(response, 302, '', { location, 'set-cookie': cookie });
}

async function confirm(
  ports: Ports,
  words: SignInWords,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const form = await readForm(request);
  const id = form?.get('id') ?? '';
  if (form?.get('answer') === 'cancel') {
    await declineLink(ports, id, browserOf(request));
    return send(response, 200, canceledPage(words), HTML);
  }
  const link = await confirmLink(ports, id, browserOf(request));
  const slackName =
    (await ports.people.displayName(link.person.user).catch(() => undefined)) ?? link.person.user;
  send(response, 200, donePage(words, link.gitlabUser.username, slackName), HTML);
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

/** The secret in the browser's cookie; empty where there is none. */
function browserOf(request: IncomingMessage): string {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  const value = pairs.find(([name]) => name === COOKIE)?.[1] ?? '';
  return /^[\w-]{16,200}$/u.test(value) ? value : '';
}
