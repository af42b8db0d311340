import type { Ports } from './core/ports/ports.ts';
import { checkWatch, queueWatchChecks } from './flows/check-watch.ts';
import { answerLink, pollDeviceSignIn } from './flows/device-sign-in.ts';
import { enrichCard } from './flows/enrich-card.ts';
import { publishCard } from './flows/publish-card.ts';
import { refreshGroups } from './flows/refresh-group.ts';
import { revokeSpent } from './flows/spend-tokens.ts';
import { tellEnd } from './flows/tell-end.ts';
import { settleFile } from './flows/watches-file/settle.ts';
import type { Binding } from './handlers/bind.ts';
import { continueAct } from './handlers/continue-act.ts';
import { actJob } from './jobs/act-job.ts';
import { AskAgain } from './jobs/ask-again.ts';
import { linkJob } from './jobs/link-job.ts';
import { type Handlers, startRunner } from './jobs/runner.ts';
import type { Sweeper } from './jobs/sweeper.ts';
import { keepWatchesFile } from './keep-watches-file.ts';
import type { Parts } from './parts.ts';

/** How often due projects are looked for, so that the hot pace is kept closely. */
const sweepEvery = (hotMs: number): number => Math.min(500, Math.max(100, hotMs / 30));

/** How often watches are looked through for one to check, or to end: a deadline is kept to a quarter of an hour. */
const lookForChecksEvery = ({ everyMs, graceMs }: Ports['settings']['watchCheck']): number =>
  Math.min(900_000, Math.max(100, Math.min(everyMs, graceMs) / 4));

/** Works on the queues, and sweeps again and again. */
export async function startWork(
  parts: Parts,
  ports: Ports,
  binding: Binding,
  sweeper: Sweeper,
): Promise<void> {
  const { clock, config, log, queues, store, stopper } = parts;
  const handlers: Handlers = {
    act: (act, job) => actJob(ports, (waiting) => continueAct(binding, waiting), act, job),
    publish: (request) => publishCard(ports, request),
    enrich: ({ card }) => enrichCard(ports, card),
    'tell-end': (end) => tellEnd(ports, end),
    linked: (news, job) => linkJob(ports, news, job),
    revoke: ({ handle }) => revokeSpent(ports, handle),
    'poll-device': async (attempt) => {
      const afterMs = await pollDeviceSignIn(ports, attempt);
      if (afterMs !== undefined) throw new AskAgain(afterMs);
    },
    'answer-link': (answer) => answerLink(ports, answer),
    // A process that only serves asks for it.
    sweep: () => Promise.resolve(sweeper.now()),
    'check-watch': (name) => checkWatch(ports, name),
    'check-watches': async () => {
      await queueWatchChecks(ports);
      await refreshGroups(ports);
      // A project that could not be read may be readable by now.
      await settleFile(ports);
    },
  };
  await keepWatchesFile(parts, ports);
  const runner = await startRunner({
    connect: store.connect,
    tellsVersion: store.tellsVersion,
    prefix: `{${config.redisPrefix}}`,
    handlers,
    clock,
    log,
  });
  stopper.add('workers', () => runner.close());
  stopper.add('sweeper', () => sweeper.stop());
  sweeper.start(sweepEvery(config.pace.hotMs));
  await queues.scheduleWatchChecks(lookForChecksEvery(ports.settings.watchCheck));
}
