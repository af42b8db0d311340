/** Thrown by a handler whose job has not failed, but is to run again after a while. */
export class AskAgain extends Error {
  /** Milliseconds. */
  readonly afterMs: number;

  constructor(afterMs: number) {
    super('to be asked again');
    this.name = 'AskAgain';
    this.afterMs = afterMs;
  }
}
