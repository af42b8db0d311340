/** Time, chance and ids come in as arguments, so that tests own them. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}

export interface Chance {
  /** A number from 0 (included) to 1 (excluded). */
  fraction(): number;
  /** An unguessable URL-safe text of at least 128 bits. */
  token(): string;
}

/** Structured log lines; an implementation redacts secrets. */
export interface Log {
  debug(facts: Record<string, unknown>, message: string): void;
  info(facts: Record<string, unknown>, message: string): void;
  warn(facts: Record<string, unknown>, message: string): void;
  error(facts: Record<string, unknown>, message: string): void;
}
