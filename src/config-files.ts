import { readFileSync } from 'node:fs';
import type { Variable } from './config-variables.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The value of a variable. A secret may also stand in a file that `NAME_FILE` names, as Docker and Kubernetes hand them
 * out; a line break at its end does not count.
 * @returns the text, `undefined` where none is given, or what is wrong
 */
export function givenValue(
  environment: Environment,
  { name, secret }: Variable,
): { text: string | undefined } | { problem: string } {
  const inline = present(environment[name]);
  const path = secret === true ? present(environment[`${name}_FILE`]) : undefined;
  if (path === undefined) return { text: inline };
  if (inline !== undefined) return { problem: `is given twice, the other time as \`${name}_FILE\`` };
  try {
    const text = present(readFileSync(path, 'utf8'));
    return text === undefined ? { problem: `is empty in the file of \`${name}_FILE\`` } : { text };
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    return { problem: `cannot be read from the file of \`${name}_FILE\`${why}` };
  }
}

const present = (value: string | undefined): string | undefined => {
  const text = value?.trim();
  return text === '' ? undefined : text;
};
