import { tallyRules } from '../core/approvals.ts';
import type { CardRecord, CardView } from '../core/card.ts';
import type { Reading } from '../core/decision-policy.ts';
import { isError } from '../core/errors.ts';
import { wholeFingerprint } from '../core/fingerprint.ts';
import { deploymentUrl } from '../core/links.ts';
import { isFinal, isToldToRequester, isWaiting } from '../core/phase.ts';
import type { PublishRequest } from '../core/ports/jobs.ts';
import type { Ports } from '../core/ports/ports.ts';
import { cardIdOf } from '../core/revision.ts';
import { cardFor } from './begin-card.ts';
import { historyOf } from './card-history.ts';
import { slackUsersIn } from './card-people.ts';
import { noteFoundChannel, turnIn } from './channel-trouble.ts';
import { postCard } from './post-card.ts';
import { projectAt, readDeployment } from './read-deployment.ts';
import { settleRefusedCard } from './refused-card.ts';
import { tellFailure } from './tell-failure.ts';
import { tellVotes, votesIn } from './tell-votes.ts';
import { askedBy } from './whom-to-ask.ts';

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
    const known = await cardFor(ports, request);
    const turn = known === undefined ? 'wait' : await turnIn(ports, known);
    if (known === undefined || turn === 'wait') return;
    const reading = await readOrClose(ports, known);
    if (reading === undefined) return;
    const card = { ...known, environment: reading.deployment.environment.name };
    try {
      const view = await viewOf(ports, card, reading);
      const shown = await show(ports, card, view);
      const told = await tellVotes(ports, shown, reading.deployment);
      const rung = await tellFailure(ports, told, reading, view.slackUsers);
      const endTold = rung.endTold || (await askToTellEnd(ports, rung, reading));
      await ports.cards.put({ ...rung, endTold, open: goesOn(reading) });
    } catch (error) {
      if (!isError(error, 'channel-unreachable')) throw error;
      return settleRefusedCard(ports, card, goesOn(reading), error);
    }
    if (turn === 'try' && (await ports.people.canPost(card.channel))) await noteFoundChannel(ports, card);
    if (card.ships === undefined && isWaiting(reading.phase)) await ports.jobs.enrich(id);
  });
}

/** Durable before the card is closed, so that a crash in between asks again and forgets nobody. */
async function askToTellEnd(
  { jobs }: Ports,
  { team, project, projectPath, deployment }: CardRecord,
  { phase }: Reading,
): Promise<boolean> {
  if (!isToldToRequester(phase)) return false;
  await jobs.tellEnd({ team, project, projectPath, deployment });
  return true;
}

/**
 * What GitLab says; `undefined` where there is nothing to show: for a deployment that was deleted there, whose card is
 * followed no longer, and for one that ended long ago while its channel could not be posted in.
 * @throws GitLabError `gitlab-not-found` when all of the project is hidden: its cards wait for it to come back
 */
async function readOrClose(ports: Ports, card: CardRecord): Promise<Reading | undefined> {
  try {
    const reading = await readDeployment(ports.watcher, card.project, card.deployment, card.environment);
    const isStale = card.ts === undefined && ports.clock.now() - card.madeAt > DAY_MS;
    if (goesOn(reading) || !isStale) return reading;
  } catch (error) {
    if (!isError(error, 'gitlab-not-found')) throw error;
    await ports.watcher.projects.get(card.project);
  }
  await ports.cards.put({ ...card, open: false });
  ports.log.info({ card: card.id, deployment: card.deployment }, 'a card has nothing to show any more');
  return undefined;
}

/**
 * Whether the card must still be followed. A success of a newer deployment is never undone: what it supersedes changes
 * only if somebody runs it all the same, and the list tells that.
 */
const goesOn = (reading: Reading): boolean =>
  !isFinal(reading.phase) && !(reading.phase === 'superseded' && reading.supersededBy?.status === 'success');

async function viewOf(ports: Ports, card: CardRecord, reading: Reading): Promise<CardView> {
  const project = projectAt(ports.gitlab.baseUrl, card.project, card.projectPath);
  const newer = reading.supersededBy;
  const [history, slackUsers, confirming, asked] = await Promise.all([
    historyOf(ports, project, card, reading),
    slackUsersIn(ports, card.team, reading.deployment),
    confirmingOf(ports, card, reading),
    askedBy(ports, card, reading),
  ]);
  return {
    id: card.id,
    project,
    deployment: reading.deployment,
    phase: reading.phase,
    revision: reading.revision,
    tallies: tallyRules(reading.deployment),
    supersededBy: newer === undefined ? undefined : { id: newer.id, url: deploymentUrl(project, newer) },
    ships: card.ships,
    ...history,
    slackUsers,
    ...confirming,
    ...asked,
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
async function show(ports: Ports, before: CardRecord, view: CardView): Promise<CardRecord> {
  const post = { kind: 'card', view } as const;
  const digest = ports.messages.digest(post);
  const known = { ...before, subject: subjectOf(view) };
  const posted = known.ts === undefined ? await postCard(ports, known, view) : undefined;
  const card = posted?.card ?? known;
  const ts = known.ts ?? posted?.ts;
  // A message found again by its marker shows what GitLab said then, so it is brought up to date as well.
  if (ts !== undefined && posted?.fresh !== true && digest !== card.shown)
    await ports.messages.update({ channel: card.channel }, ts, post);
  const shown = {
    ...card,
    ts,
    shown: digest,
    phase: view.phase,
    revision: view.revision,
    previous: view.previous,
    older: (view.older ?? []).map((one) => one.id),
    truth: wholeFingerprint(view.deployment),
    mentioned: [...view.mention],
    asked: view.asked,
    called: view.called === undefined ? undefined : [...view.called],
    // What was decided before the card appeared stands on the card; only later votes are news for its thread.
    told: before.ts === undefined ? votesIn(view.deployment) : card.told,
  };
  await ports.cards.put(shown);
  return shown;
}
