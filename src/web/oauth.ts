import type { IncomingMessage, ServerResponse } from 'node:http';
import { LinkChoice } from '../core/link-news.ts';
import type { Ports } from '../core/ports/ports.ts';
import { finishSignIn, openLink } from '../flows/browser-sign-in.ts';
import { answerOnPage } from '../flows/confirm-link.ts';
import { slackNameOf } from '../flows/start-sign-in.ts';
import { confirmCallback, confirmRoutes, isConfirmation } from './confirm.ts';
import type { ConfirmWords } from './confirm-pages.ts';
import { guarded } from './guarded.ts';
import { canceledPage, confirmPage, donePage, failedPage, type SignInWords } from './oauth-pages.ts';
import { readForm } from './read-form.ts';
import { sendToGitLab } from './send-to-gitlab.ts';
import { type Route, sendPage } from './server.ts';
import { browserOf } from './sign-in-cookie.ts';

/**
 * The pages by which a person connects GitLab: start → GitLab's sign-in → callback → an explicit yes. The sign-in is
 * bound to the browser that began it by a cookie no script can read.
 */
export function oauthRoutes(ports: Ports, words: SignInWords, confirmWords: ConfirmWords): Route[] {
  const { publicUrl } = ports.settings;
  const guard = (response: ServerResponse, work: () => Promise<void>): Promise<void> =>
    guarded(ports, (code, facts) => failedPage(words, code, facts), response, work);
  return [
    {
      method: 'GET',
      path: '/oauth/gitlab/start',
      handle: (request, response, url) =>
        guard(response, () =>
          sendToGitLab(ports, request, response, (browser) =>
            openLink(ports, url.searchParams.get('state') ?? '', browser),
          ),
        ),
    },
    {
      method: 'GET',
      path: '/oauth/gitlab/callback',
      handle: (request, response, url) =>
        // GitLab knows one address to come back to.
        isConfirmation(url)
          ? confirmCallback(ports, confirmWords, request, response, url)
          : guard(response, async () => {
              const asked = await finishSignIn(ports, url.searchParams, browserOf(request, publicUrl));
              sendPage(response, confirmPage(words, { ...asked, gitlab: asked.gitlabUser.username }));
            }),
    },
    {
      method: 'POST',
      path: '/oauth/gitlab/callback/confirm',
      handle: (request, response) =>
        guard(response, async () => sendPage(response, await confirm(ports, words, request))),
    },
    ...confirmRoutes(ports, confirmWords),
  ];
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
