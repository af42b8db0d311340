import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Ports } from '../core/ports/ports.ts';
import { answerConfirmation } from '../flows/step-up/answer-confirmation.ts';
import { STATE_PREFIX } from '../flows/step-up/require-confirmation.ts';
import { finishConfirmationSignIn, openConfirmation } from '../flows/step-up/sign-in-anew.ts';
import {
  ANSWER_PATH,
  type ConfirmWords,
  canceledPage,
  failedPage,
  questionPage,
  sentPage,
} from './confirm-pages.ts';
import { guarded } from './guarded.ts';
import { readForm } from './read-form.ts';
import { sendToGitLab } from './send-to-gitlab.ts';
import { type Route, sendPage } from './server.ts';
import { browserOf } from './sign-in-cookie.ts';

/** Anything but the yes is a no. */
const Answer = z.enum(['approve', 'cancel']).catch('cancel');

/** Whether who comes back from GitLab confirms an approval, or connects an account: neither knows the other's states. */
export const isConfirmation = (url: URL): boolean =>
  (url.searchParams.get('state') ?? '').startsWith(STATE_PREFIX);

/**
 * The pages on which an approval is confirmed: start → GitLab's sign-in, asked for anew → callback → an explicit yes.
 * All of it is bound to one browser by a cookie no script can read.
 */
export function confirmRoutes(ports: Ports, words: ConfirmWords): Route[] {
  const guard = guardOf(ports, words);
  return [
    {
      method: 'GET',
      path: '/oauth/gitlab/approve',
      handle: (request, response, url) =>
        guard(response, () =>
          sendToGitLab(ports, request, response, (browser) =>
            openConfirmation(ports, url.searchParams.get('state') ?? '', browser),
          ),
        ),
    },
    {
      method: 'POST',
      path: ANSWER_PATH,
      handle: (request, response) =>
        guard(response, async () => sendPage(response, await answer(ports, words, request))),
    },
  ];
}

/** Answers the callback of a confirmation. */
export const confirmCallback = (
  ports: Ports,
  words: ConfirmWords,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> =>
  guardOf(ports, words)(response, async () => {
    const browser = browserOf(request, ports.settings.publicUrl);
    const { id, stepUp } = await finishConfirmationSignIn(ports, url.searchParams, browser);
    sendPage(response, questionPage(words, id, stepUp));
  });

const guardOf =
  (ports: Ports, words: ConfirmWords) =>
  (response: ServerResponse, work: () => Promise<void>): Promise<void> =>
    guarded(ports, (code, facts) => failedPage(words, code, facts), response, work);

async function answer(ports: Ports, words: ConfirmWords, request: IncomingMessage): Promise<string> {
  const form = await readForm(request);
  const choice = Answer.parse(form?.get('answer'));
  const browser = browserOf(request, ports.settings.publicUrl);
  const stepUp = await answerConfirmation(ports, form?.get('id') ?? '', choice, browser);
  return choice === 'cancel' ? canceledPage(words) : sentPage(words, words.question.what(stepUp));
}
