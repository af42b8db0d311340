import type { ErrorCode } from './errors.ts';
import type { ProcessRow, ServerFacts } from './ports/inspection.ts';

/** What was asked for, or why it is not known. */
export type Asked<T> = { readonly known: T } | { readonly failed: ErrorCode };

/** How this Slipway fares, all its processes together; moments are epoch ms. */
export interface Status {
  readonly now: number;
  readonly processes: readonly ProcessRow[];
  readonly slack: Asked<undefined>;
  /** GitLab's version. */
  readonly gitlab: Asked<string>;
  /** What the watcher's token may do; GitLab tells it of some kinds only. */
  readonly token: Asked<{ readonly scopes: readonly string[]; readonly expiresAt: string | undefined }>;
  readonly server: ServerFacts;
  readonly queues: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly polls: {
    readonly hot: number;
    readonly warm: number;
    readonly cold: number;
    /** How late the project is that waits longest. */
    readonly lateMs: number;
    readonly failing: readonly {
      readonly project: string;
      readonly failures: number;
      readonly code: string;
    }[];
  };
  readonly webhook: { readonly lastAt: number | undefined; readonly refusedAt: number | undefined };
  readonly connections: number;
  /** `troubled`: those that show nothing new until somebody mends their channel or project. */
  readonly watches: {
    readonly total: number;
    readonly paused: number;
    readonly troubled: number;
    readonly fromFile: number;
    /** Those of the file that took the place of one set up by command. */
    readonly replacing: number;
    /** What the file declares and nothing comes of. */
    readonly idle: number;
  };
  readonly openCards: number;
  readonly audit: { readonly seq: number; readonly hash: string } | undefined;
  /** Lines of the log that spoke of a defect, in 24 hours. */
  readonly errors: number;
}
