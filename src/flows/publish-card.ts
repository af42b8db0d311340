import { tallyRules } from '../core/approvals.ts';
import type { CardRecord, CardView } from '../core/card.ts';
import type { Reading } from '../core/decision-policy.ts';
import { isError, type SlipwayError } from '../core/errors.ts';
import { wholeFingerprint } from '../core/fingerprint.ts';
import { deploymentUrl } from '../core/links.ts';
import { isFinal, isWaiting } from '../core/phase.ts';
import type { PublishRequest } from '../core/ports/jobs.ts';
import type { Ports } from '../core/ports/ports.ts';
import { cardIdOf } from '../core/revision.ts';
import { isPaused } from '../core/watch.ts';
import { peopleToMention, slackUsersIn } from './card-people.ts';
import { postOnce } from './post-once.ts';
import { projectAt, readDeployment } from './read-deployment.ts';
import { tellVotes, votesIn } from './tell-votes.ts';

const LOCK_WAIT_MS = 15_000;
const DAY_MS = 86_400_000;

/**
 * Brings the card of a deployment in a channel up to what GitLab says now: posts it the first time, edits it in place
 * afterwards, tells new votes in its thread. Safe to repeat at any point; an unchanged card costs no call to Slack.
 * @throws SlipwayError what GitLab, Slack and the stores throw; `busy-elsewhere` when another process publishes it
 */
export async function publishCard(ports: Ports, request: PublishRequest): Promise<void> {
  const id = cardIdOf(request);
  await ports.locks.hold(`card-${id}`, LOCK_WAIT_MS, async () => {
    const known = (await ports.cards.get(id)) ?? (await begin(ports, request));
    if (known === undefined) return;
    const reading = await readOrClose(ports, known);
    if (reading === undefined) return;
    const card = { ...known, environment: reading.deployment.environment.name };
    try {
      const shown = await show(ports, card, await viewOf(ports, card, reading));
      const told = await tellVotes(ports, shown, reading.deployment);
      await ports.cards.put({ ...told, open: goesOn(reading) });
    } catch (error) {
      if (!isError(error, 'channel-unreachable')) throw error;
      await giveUp(ports, card, error);
      return;
    }
    if (card.ships === undefined && isWaiting(reading.phase)) await ports.jobs.enrich(id);
  });
}

/** What GitLab says; `undefined` for a deployment that was deleted there, whose card is followed no longer. */
async function readOrClose(ports: Ports, card: CardRecord): Promise<Reading | undefined> {
  try {
    return await readDeployment(ports.watcher, card.project, card.deployment, card.environment);
  } catch (error) {
    if (!isError(error, 'gitlab-not-found')) throw error;
    await ports.cards.put({ ...card, open: false });
    ports.log.info({ card: card.id, deployment: card.deployment }, 'the deployment of a card is gone');
    return undefined;
  }
}

/**
 * Whether the card must still be followed. A success of a newer deployment is never undone: what it supersedes changes
 * only if somebody runs it all the same, and the list tells that.
 */
const goesOn = (reading: Reading): boolean =>
  !isFinal(reading.phase) && !(reading.phase === 'superseded' && reading.supersededBy?.status === 'success');

/** Stops following a card nobody can be shown, and tells whoever set up the watch, once a day, how to mend it. */
async function giveUp(ports: Ports, card: CardRecord, error: SlipwayError): Promise<void> {
  await ports.cards.put({ ...card, open: false });
  ports.log.warn(
    { card: card.id, channel: card.channel, reason: error.facts.reason },
    'a card cannot be shown',
  );
  const watches = await ports.watches.ofProject(card.project);
  const watch = watches.find((one) => one.team === card.team && one.channel === card.channel);
  if (watch === undefined || !(await ports.once.claim(`unreachable-${card.team}-${card.channel}`, DAY_MS)))
    return;
  const facts = { ...error.facts, channel: card.channel, project: card.projectPath };
  await ports.notices.direct(
    { team: card.team, user: watch.madeBy },
    { kind: 'error', code: error.code, facts, reference: card.id.slice(0, 6) },
  );
}

/** Puts the card on record before anything else, so that a crash leaves an open card that the next poll completes. */
async function begin(ports: Ports, request: PublishRequest): Promise<CardRecord | undefined> {
  const watches = await ports.watches.ofProject(request.project);
  const watch = watches.find((one) => one.team === request.team && one.channel === request.channel);
  // Paused since it was queued.
  if (watch === undefined || isPaused(watch)) return undefined;
  const card: CardRecord = {
    id: cardIdOf(request),
    ...request,
    projectPath: watch.projectPath,
    environment: '',
    told: [],
    mentioned: [],
    open: true,
    madeAt: ports.clock.now(),
  };
  await ports.cards.put(card);
  return card;
}

async function viewOf(ports: Ports, card: CardRecord, reading: Reading): Promise<CardView> {
  const project = projectAt(ports.gitlab.baseUrl, card.project, card.projectPath);
  const newer = reading.supersededBy;
  return {
    id: card.id,
    project,
    deployment: reading.deployment,
    phase: reading.phase,
    revision: reading.revision,
    tallies: tallyRules(reading.deployment),
    supersededBy: newer === undefined ? undefined : { id: newer.id, url: deploymentUrl(project, newer) },
    ships: card.ships,
    slackUsers: await slackUsersIn(ports, card.team, reading.deployment),
    ...(await confirmingOf(ports, card, reading)),
    mention: card.ts === undefined ? await peopleToMention(ports, card.team, reading) : card.mentioned,
  };
}

/** Names of those who sign in to approve; nobody but while it can be approved. */
async function confirmingOf(
  { stepUps, clock }: Ports,
  { team, project, deployment }: CardRecord,
  { phase }: Reading,
): Promise<Pick<CardView, 'confirming'>> {
  if (phase !== 'awaiting-approval') return {};
  return { confirming: await stepUps.confirming({ team, project, deployment }, clock.now()) };
}

/** What the card's modals name. */
const subjectOf = (view: CardView) => ({
  sha: view.deployment.sha,
  ref: view.deployment.ref,
  ruleLabels: view.tallies.filter((tally) => tally.missing > 0).flatMap((tally) => tally.rule.label ?? []),
});

/** Posts or edits the message; the record that comes back, already saved, knows what is now shown. */
async function show(ports: Ports, card: CardRecord, view: CardView): Promise<CardRecord> {
  const post = { kind: 'card', view } as const;
  const place = { channel: card.channel };
  const digest = ports.messages.digest(post);
  const subject = subjectOf(view);
  // Somebody may click the moment the message is there: what its modals need is stored before it.
  if (card.ts === undefined) await ports.cards.put({ ...card, subject });
  const posted = card.ts === undefined ? await postOnce(ports, `card-${card.id}`, place, post) : undefined;
  const ts = card.ts ?? posted?.ts;
  // A message found again by its marker shows what GitLab said then, so it is brought up to date as well.
  if (ts !== undefined && posted?.fresh !== true && digest !== card.shown)
    await ports.messages.update(place, ts, post);
  const shown = {
    ...card,
    ts,
    shown: digest,
    phase: view.phase,
    revision: view.revision,
    subject,
    truth: wholeFingerprint(view.deployment),
    mentioned: card.ts === undefined ? [...view.mention] : card.mentioned,
    // What was decided before the card appeared stands on the card; only later votes are news for its thread.
    told: card.ts === undefined ? votesIn(view.deployment) : card.told,
  };
  await ports.cards.put(shown);
  return shown;
}
