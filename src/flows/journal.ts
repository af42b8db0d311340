/**
 * What a background act remembers of its own progress, across retries and crashes: whether its write may already have
 * reached GitLab. Kept with the job, so it is as durable as the job.
 */
export interface Journal {
  /** Names the act in what must happen once, such as its line on the audit trail. */
  readonly id: string;
  /** When the write was last sent, epoch ms; `undefined` if it surely never was. */
  readonly sentAt: number | undefined;
  /** How many votes like the one sent the person had on the deployment before it was sent. */
  readonly votesBefore: number;
  /** When the run that follows an approval was last sent, epoch ms; `undefined` if it surely never was. */
  readonly runSentAt: number | undefined;
  /** Whether the person has been told that the outcome is not known yet. */
  readonly toldUncertain: boolean;
  write(entry: {
    sentAt?: number;
    votesBefore?: number;
    runSentAt?: number;
    toldUncertain?: boolean;
  }): Promise<void>;
}
