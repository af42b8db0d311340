import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Random } from '../measure/random.ts';
import {
  approval,
  endedDeployment,
  finishedRows,
  HOOKED,
  project,
  SHOP,
  WAITING,
  waitingDeployment,
} from './rows.ts';

/** How long each answer takes: `ms` give or take `spreadMs`. */
export interface Delay {
  readonly ms: number;
  readonly spreadMs: number;
}

/** Answers the few requests the benchmarks cause, from texts made beforehand: a floor must be low. */
export interface TinyGitLab {
  /** @returns `false` for a request it does not know */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
  delay: Delay;
  /** Called when an approval arrives, before it is answered. */
  onApproval: () => void;
  /** Ends a new deployment in the next of the projects that events tell of. */
  deploy(): { readonly project: number; readonly deployment: number };
}

const rows = new Map([10, 20, 100].map((count) => [count, JSON.stringify(finishedRows(count))]));
const texts = {
  waiting: JSON.stringify(waitingDeployment()),
  project: JSON.stringify(project()),
  approval: JSON.stringify(approval()),
  version: JSON.stringify({ version: '18.4.1-ee', revision: 'abcdef' }),
};

/** The newest deployment of each project that events tell of. */
const newest = new Map<number, { readonly id: number; readonly text: string }>();
let deployments = 0;

/** @param random spreads the delays */
export function createTinyGitLab(random: Random): TinyGitLab {
  const own: TinyGitLab = {
    delay: { ms: 0, spreadMs: 0 },
    onApproval: () => undefined,
    deploy: () => {
      const project = HOOKED[deployments % HOOKED.length] ?? 0;
      deployments += 1;
      const id = 10_000 + deployments;
      newest.set(project, { id, text: JSON.stringify(endedDeployment(id, new Date().toISOString())) });
      return { project, deployment: id };
    },
    answer: (request, response) => {
      const url = new URL(request.url ?? '/', 'http://gitlab.invalid');
      const isPost = request.method === 'POST';
      const text = isPost ? posted(url.pathname) : got(url);
      if (text === undefined) return false;
      request.resume();
      if (isPost) own.onApproval();
      const { ms, spreadMs } = own.delay;
      const send = (): void => sendJson(response, isPost ? 201 : 200, text);
      if (ms > 0) setTimeout(send, ms + spreadMs * (2 * random() - 1));
      else send();
      return true;
    },
  };
  return own;
}

const posted = (path: string): string | undefined =>
  path === `/api/v4/projects/${SHOP.id}/deployments/${WAITING}/approval` ? texts.approval : undefined;

function got({ pathname, searchParams }: URL): string | undefined {
  const [, id, rest] = /^\/api\/v4\/projects\/([^/]+)(.*)$/u.exec(pathname) ?? [];
  if (id === undefined) return pathname === '/api/v4/metadata' ? texts.version : undefined;
  const ended = newest.get(Number(id));
  if (ended !== undefined) return rest === `/deployments/${ended.id}` ? ended.text : `[${ended.text}]`;
  const isShop = id === String(SHOP.id) || id === encodeURIComponent(SHOP.path);
  if (rest === '') return isShop ? texts.project : undefined;
  if (rest === `/deployments/${WAITING}`) return texts.waiting;
  if (rest !== '/deployments') return undefined;
  return isShop ? rows.get(Number(searchParams.get('per_page'))) : '[]';
}

/** Writes an answer with the headers GitLab sends and clients read. */
function sendJson(response: ServerResponse, status: number, text: string): void {
  response
    .writeHead(status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      'x-request-id': '01J5BENCH',
      'x-page': '1',
      'x-next-page': '',
      'x-per-page': '100',
    })
    .end(text);
}
