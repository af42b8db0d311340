/** One thing looked at. It answers with what was seen, or with a hint where nothing is broken but something may be better. */
export interface Check {
  readonly name: string;
  /** @throws Finding when something has to be mended */
  readonly look: () => Promise<string | Hint>;
}

export interface Hint {
  readonly hint: string;
}

/** Something is wrong; the message says how to mend it. */
export class Finding extends Error {}
