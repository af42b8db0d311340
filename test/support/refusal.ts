import { SlipwayError } from '../../src/core/errors.ts';

/**
 * The refusal that `work` ends in: its code and facts.
 * @throws Error when there is none; whatever else `work` throws passes through, since a refusal is always ours
 */
export function refusalOf(work: () => unknown): { code: string; facts: SlipwayError['facts'] } {
  try {
    work();
  } catch (error) {
    return readRefusal(error);
  }
  throw new Error('nothing was refused');
}

/** The same of something that takes time. */
export async function refusalFrom(
  work: () => Promise<unknown>,
): Promise<{ code: string; facts: SlipwayError['facts'] }> {
  const outcome = await work().then(
    () => undefined,
    (error: unknown) => readRefusal(error),
  );
  if (outcome === undefined) throw new Error('nothing was refused');
  return outcome;
}

function readRefusal(error: unknown): { code: string; facts: SlipwayError['facts'] } {
  if (error instanceof SlipwayError) return { code: error.code, facts: error.facts };
  throw error;
}
