import type { Act } from '../acts.ts';
import type { CardId, ChannelId, DeploymentId, ProjectId, TeamId } from '../ids.ts';

/** A card to bring up to date with GitLab. */
export interface PublishRequest {
  readonly team: TeamId;
  readonly channel: ChannelId;
  readonly project: ProjectId;
  readonly deployment: DeploymentId;
}

/** Work that must survive the process. Each call resolves when the work is durable, or throws `store-unavailable`. */
export interface Jobs {
  /** The same act by the same person is queued once at a time. */
  act(act: Act): Promise<void>;
  /** At most one waits per card: it reads GitLab when it starts, so the newest truth wins. */
  publish(request: PublishRequest): Promise<void>;
  enrich(card: CardId): Promise<void>;
  /** Has due projects looked at now, rather than by the sweep that repeats anyway; at most one waits. */
  sweep(): Promise<void>;
}
