import { Refusal } from '../rules/refusal.ts';

export interface ParamRule {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'boolean' | 'time' | 'strings' | 'integers' | 'anything';
  readonly required?: true;
  /** `is empty` when blank */
  readonly notBlank?: true;
  readonly values?: readonly string[];
  /** integers only: lowest and highest value */
  readonly range?: readonly [number, number];
}

export type RawParams = Readonly<Record<string, unknown>>;

const BLANK = /^\s*$/;

/** A parameter as the text it had in a query; a nested object of a JSON body as JSON. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}

/** Validated parameters of one request, read by type. A wrong type cannot get here: validation refused it. */
export class Params {
  readonly raw: RawParams;

  constructor(raw: RawParams) {
    this.raw = raw;
  }

  has(name: string): boolean {
    return this.raw[name] !== undefined && this.raw[name] !== null;
  }

  string(name: string): string | undefined {
    const value = this.raw[name];
    return value === undefined || value === null ? undefined : textOf(value);
  }

  /** A parameter that validation already found required. */
  need(name: string): string {
    return this.string(name) ?? '';
  }

  integer(name: string): number | undefined {
    const value = this.string(name);
    return value === undefined || value === '' ? undefined : Number(value);
  }

  boolean(name: string): boolean | undefined {
    const value = this.string(name);
    return value === undefined ? undefined : /^(true|t|1|on|yes)$/i.test(value);
  }

  /** epoch ms */
  time(name: string): number | undefined {
    const value = this.string(name);
    return value === undefined || value === '' ? undefined : Date.parse(value);
  }

  strings(name: string): string[] | undefined {
    const value = this.raw[name];
    if (value === undefined || value === null) return undefined;
    return Array.isArray(value) ? value.map(textOf) : textOf(value).split(',');
  }
}

function typeFits(rule: ParamRule, value: unknown): boolean {
  if (rule.type === 'anything') return true;
  if (rule.type === 'strings') return typeof value === 'string' || Array.isArray(value);
  if (rule.type === 'integers') {
    return (Array.isArray(value) ? value : [value]).every((one) => /^\d+$/.test(textOf(one)));
  }
  if (typeof value === 'object') return false;
  const text = textOf(value);
  if (rule.type === 'integer') return BLANK.test(text) || /^-?\d+$/.test(text);
  if (rule.type === 'boolean') return /^(true|false|t|f|1|0|on|off|yes|no)$/i.test(text);
  if (rule.type === 'time') return BLANK.test(text) || isTime(text);
  return true;
}

/** ISO 8601 and little more; Ruby takes more forms, but a client should not rely on them. */
function isTime(text: string): boolean {
  return (
    /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?$/i.test(text) &&
    !Number.isNaN(Date.parse(text))
  );
}

function complaints(rule: ParamRule, value: unknown): string[] {
  const { name } = rule;
  if (value === undefined || value === null) {
    if (!rule.required) return [];
    const missing = [`${name} is missing`];
    if (rule.values) missing.push(`${name} does not have a valid value`);
    if (rule.notBlank) missing.push(`${name} is empty`);
    return missing;
  }
  if (!typeFits(rule, value)) return [`${name} is invalid`];
  const found: string[] = [];
  if (rule.notBlank && BLANK.test(textOf(value))) found.push(`${name} is empty`);
  if (rule.values && !rule.values.includes(textOf(value))) found.push(`${name} does not have a valid value`);
  const outside = rule.range && (Number(value) < rule.range[0] || Number(value) > rule.range[1]);
  if (outside) found.push(`${name} does not have a valid value`);
  return found;
}

/**
 * Grape's validation, before any look at the project.
 * @throws Refusal 400 `{"error":"a is missing, b does not have a valid value"}`
 */
export function validate(rules: readonly ParamRule[], raw: RawParams): Params {
  const found = rules.flatMap((rule) => complaints(rule, raw[rule.name]));
  if (found.length > 0) throw new Refusal(400, { error: found.join(', ') });
  return new Params(raw);
}
