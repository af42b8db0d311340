import type { ChannelId, ProjectId, TeamId } from './ids.ts';
import { sha256 } from './sha256.ts';

/** The cards that a channel gets of one project within one day, where they come into a thread. */
export interface CardDay {
  readonly team: TeamId;
  readonly channel: ChannelId;
  readonly project: ProjectId;
  readonly projectPath: string;
  /** When it begins in UTC, epoch ms. */
  readonly start: number;
}

const DAY_MS = 86_400_000;

/** The day a moment (epoch ms) lies in. */
export const dayAt = (
  { team, channel, project, projectPath }: Omit<CardDay, 'start'>,
  at: number,
): CardDay => ({
  team,
  channel,
  project,
  projectPath,
  start: Math.floor(at / DAY_MS) * DAY_MS,
});

/** Names the day's thread; the same for ever, so that its message is found again. Opaque. */
export const dayIdOf = ({ team, channel, project, start }: CardDay): string =>
  sha256(JSON.stringify([team, channel, project, start])).slice(0, 20);
