import type { SectionBlock } from '@slack/types';
import type { DeploymentView, PreviousVersion } from '../../core/card.ts';
import { deploymentUrl } from '../../core/links.ts';
import type { Phase } from '../../core/phase.ts';
import { slackDate } from '../dates.ts';
import { literal } from '../escape.ts';
import { link } from '../links.ts';
import { fieldsSection } from '../text-objects.ts';
import { CARD } from '../words/card.ts';
import { SINCE_LABELS } from '../words/phases.ts';
import { markedVersion, shortSha } from './version.ts';

/** Version, requester, deployment and job, and since when. */
export function cardFields(view: DeploymentView, gitlabHost: string): SectionBlock {
  const { deployment, project } = view;
  const requester = deployment.requestedBy;
  const number = link(deploymentUrl(project, deployment), `#${deployment.id}`, gitlabHost);
  const since = slackDate(sinceOf(view));
  return fieldsSection([
    field(CARD.version, markedVersion(deployment)),
    // The plain name: a mention here would ring for the one person who may not approve.
    field(CARD.requestedBy, requester === null ? CARD.requesterUnknown : literal(requester.name, 80)),
    field(CARD.deployment, `${number} · ${jobWords(view, gitlabHost)}`),
    ...(since === '' ? [] : [field(SINCE_LABELS[view.phase], since)]),
    ...(view.previous === undefined ? [] : [field(CARD.previous, previousWords(view.previous, gitlabHost))]),
  ]);
}

const previousWords = ({ ref, sha, url }: PreviousVersion, gitlabHost: string): string => {
  const version = [literal(ref, 100), literal(shortSha(sha))].filter((part) => part !== '').join(' · ');
  return link(url, version, gitlabHost);
};

const field = (label: string, value: string): string => `*${label}*\n${value || '–'}`;

function jobWords(view: DeploymentView, gitlabHost: string): string {
  const { job } = view.deployment;
  if (job === null) return CARD.noJob;
  return `${CARD.job} ${link(job.webUrl, literal(job.name, 100), gitlabHost)}`;
}

const ENDED: ReadonlySet<Phase> = new Set<Phase>(['success', 'failed', 'rejected', 'canceled', 'skipped']);

function sinceOf({ deployment, phase }: DeploymentView): string {
  if (phase === 'running') return deployment.job?.startedAt ?? deployment.updatedAt;
  if (ENDED.has(phase)) return deployment.job?.finishedAt ?? deployment.updatedAt;
  return phase === 'queued' || phase === 'unknown' ? deployment.updatedAt : deployment.createdAt;
}
