import type { DeclaredWatch, FileWatch } from '../declared-watch.ts';

/** What the operators' file declares, as the process that started last read it. Every call throws `store-unavailable`. */
export interface FileWatchStore {
  /** Takes these, and no others, for all the file declares. What is declared as before keeps what became of it. */
  declare(watches: readonly DeclaredWatch[]): Promise<void>;
  /** Always in the same order. */
  all(): Promise<readonly FileWatch[]>;
  get(name: Pick<DeclaredWatch, 'channel' | 'of'>): Promise<FileWatch | undefined>;
  put(watch: FileWatch): Promise<void>;
}
