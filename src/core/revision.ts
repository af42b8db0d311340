import type { Deployment } from './deployment.ts';
import { CardId, type ChannelId, type DeploymentId, type ProjectId, Revision, type TeamId } from './ids.ts';
import type { Phase } from './phase.ts';
import { sha256 } from './sha256.ts';

/**
 * Digest of what a person decides on: which code goes where, in which phase, under which rules. Votes are left out on
 * purpose, so that two people who click at the same time both count; so is the order of the rules, which GitLab does
 * not promise.
 */
export function revisionOf(deployment: Deployment, phase: Phase): Revision {
  const rules = (deployment.approval?.rules ?? [])
    .map((rule) => JSON.stringify([rule.userId, rule.groupId, rule.accessLevel, rule.required]))
    .sort();
  const facts = [
    phase,
    deployment.id,
    deployment.sha,
    deployment.ref,
    deployment.environment.name,
    deployment.job?.id,
    rules,
  ];
  return Revision.parse(sha256(JSON.stringify(facts)).slice(0, 12));
}

/** The id of the one card of a deployment in a channel; the same for ever, so that no index of cards is needed. */
export function cardIdOf(place: {
  team: TeamId;
  channel: ChannelId;
  project: ProjectId;
  deployment: DeploymentId;
}): CardId {
  return CardId.parse(
    sha256(JSON.stringify([place.team, place.channel, place.project, place.deployment])).slice(0, 20),
  );
}
