import type { ErrorFacts } from '../../core/errors.ts';
import { code, literal, oneLine, sentence } from '../escape.ts';

/** The facts of an error, read for a sentence: cleaned, escaped, and with a word in their place where they are missing. */
export interface FactReader {
  /** mrkdwn, shown letter by letter. */
  text(name: string, otherwise: string): string;
  /** mrkdwn in a code span. */
  code(name: string, otherwise: string): string;
  has(name: string): boolean;
  /** Each entry as mrkdwn; empty when missing. */
  list(name: string): string[];
  /** Like `list`, each entry in a code span. */
  codes(name: string): string[];
  /** A sentence of our own that already carries code spans. */
  phrase(name: string, otherwise: string): string;
  /** The value as it came. */
  raw(name: string): string | undefined;
}

export function readFacts(facts: ErrorFacts): FactReader {
  const raw = (name: string): string | undefined => {
    const value = facts[name];
    if (value === undefined) return undefined;
    const text = typeof value === 'object' ? value.join(', ') : String(value);
    return oneLine(text) === '' ? undefined : text;
  };
  const items = (name: string): string[] => {
    const value = facts[name];
    if (value === undefined) return [];
    return typeof value === 'object' ? [...value] : [String(value)];
  };
  const either = (name: string, otherwise: string, show: (text: string) => string): string => {
    const value = raw(name);
    return value === undefined ? otherwise : show(value);
  };
  return {
    text: (name, otherwise) => either(name, otherwise, (value) => literal(value, 300)),
    code: (name, otherwise) => either(name, otherwise, (value) => code(value, 300)),
    has: (name) => raw(name) !== undefined,
    list: (name) =>
      items(name)
        .map((item) => literal(item, 100))
        .filter((item) => item !== ''),
    codes: (name) =>
      items(name)
        .map((item) => code(item, 100))
        .filter((item) => item !== ''),
    phrase: (name, otherwise) => either(name, otherwise, (value) => sentence(value)),
    raw,
  };
}
