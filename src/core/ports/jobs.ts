import type { Act } from '../acts.ts';
import type { CardId, ChannelId, DeploymentId, ProjectId, TeamId } from '../ids.ts';
import type { LinkAnswer, LinkNews } from '../link-news.ts';
import type { SlackPerson } from '../person.ts';
import type { WatchName } from '../watch.ts';

/** A card to bring up to date with GitLab. */
export interface PublishRequest {
  readonly team: TeamId;
  readonly channel: ChannelId;
  readonly project: ProjectId;
  readonly deployment: DeploymentId;
}

/** Which end of which deployment its requester is to be told. */
export interface EndToTell {
  readonly team: TeamId;
  readonly project: ProjectId;
  readonly projectPath: string;
  readonly deployment: DeploymentId;
}

/** Work that must survive the process. Each call resolves when the work is durable, or throws `store-unavailable`. */
export interface Jobs {
  /**
   * The same act by the same person is queued once at a time.
   * @param once names an act that is queued, and done, once within a day, however often it is asked for
   */
  act(act: Act, once?: string): Promise<void>;
  /** At most one waits per card: it reads GitLab when it starts, so the newest truth wins. */
  publish(request: PublishRequest, delayMs?: number): Promise<void>;
  /** Brings it up to date after a while, for what a card says only until then. */
  publishLater(request: PublishRequest, delayMs: number): Promise<void>;
  enrich(card: CardId): Promise<void>;
  /** Tells the requester how a deployment ended. */
  tellEnd(end: EndToTell): Promise<void>;
  /** Has GitLab take back the tokens noted under the handle, after a while. */
  revoke(handle: string, delayMs: number): Promise<void>;
  /** What follows a new connection: the audit trail, the words, what the person was doing. */
  linked(news: LinkNews, delayMs?: number): Promise<void>;
  /** Asks GitLab, again and again, whether the person has entered their code. */
  pollDevice(attempt: { person: SlackPerson; id: string }, delayMs: number): Promise<void>;
  /** A person's answer, given in Slack, to the question whether to connect. */
  answerLink(answer: LinkAnswer): Promise<void>;
  /** Looks whether the maker of a watch may still read its project. */
  checkWatch(watch: WatchName): Promise<void>;
  /** Has due projects looked at now, rather than by the sweep that repeats anyway; at most one waits. */
  sweep(): Promise<void>;
}
