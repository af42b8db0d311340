import { isObject, type Json, type JsonObject } from '../json.ts';

/** Collects what is wrong, each with the place it is wrong at (a JSON pointer such as `/blocks/0/text`). */
export class Report {
  readonly errors: string[] = [];

  add(message: string, path: string): void {
    this.errors.push(`${message} [json-pointer:${path}]`);
  }
}

/** A rule about one value: it adds what it finds to the report. Rules are put together from smaller ones. */
export type Check = (value: Json, path: string, report: Report) => void;

/** A string of at most `max` characters and at least `min`. */
export function string(max: number, min = 1): Check {
  return (value, path, report) => {
    if (typeof value !== 'string') return report.add('must be a string', path);
    if (value.length > max) report.add(`must be less than ${max + 1} characters`, path);
    if (value.length < min) report.add(`must be more than ${min - 1} characters`, path);
  };
}

export const bool: Check = (value, path, report) => {
  if (typeof value !== 'boolean') report.add('must be a boolean', path);
};

/** A whole number within bounds, both ends included. */
export function integer(min: number, max: number): Check {
  return (value, path, report) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) return report.add('must be an integer', path);
    if (value < min || value > max) report.add(`must be between ${min} and ${max}`, path);
  };
}

/** One of a few words. */
export function word(...allowed: string[]): Check {
  return (value, path, report) => {
    if (typeof value !== 'string' || !allowed.includes(value))
      report.add(`must be a valid enum value: ${allowed.join(', ')}`, path);
  };
}

/** A web address of at most `max` characters. */
export function url(max: number): Check {
  return (value, path, report) => {
    string(max)(value, path, report);
    if (typeof value === 'string' && !/^[a-z][a-z0-9+.-]*:\S+$/i.test(value))
      report.add('must be a valid URL', path);
  };
}

/** A list of `min` to `max` items that all satisfy `item`. */
export function list(min: number, max: number, item: Check): Check {
  return (value, path, report) => {
    if (!Array.isArray(value)) return report.add('must be an array', path);
    if (value.length > max) return report.add(`no more than ${max} items allowed`, path);
    if (value.length < min) report.add(`must have at least ${min} item${min === 1 ? '' : 's'}`, path);
    value.forEach((entry, index) => {
      item(entry, `${path}/${index}`, report);
    });
  };
}

type Fields = { [name: string]: Check };

/** An object with exactly these fields: a missing required one and an unknown one are both refused. */
export function object(required: Fields, optional: Fields = {}): Check {
  return (value, path, report) => {
    if (!isObject(value)) return report.add('must be an object', path);
    for (const name of Object.keys(required))
      if (value[name] === undefined) report.add(`missing required field: ${name}`, path);
    for (const [name, field] of Object.entries(value)) {
      const check = required[name] ?? optional[name];
      if (check === undefined) report.add(`invalid additional property: ${name}`, path);
      else check(field, `${path}/${name}`, report);
    }
  };
}

/** All of several rules. */
export function all(...checks: Check[]): Check {
  return (value, path, report) => {
    for (const check of checks) check(value, path, report);
  };
}

/** Exactly one of these fields must be there. */
export function exactlyOne(...names: string[]): Check {
  return (value, path, report) => {
    if (!isObject(value)) return;
    const present = names.filter((name) => value[name] !== undefined);
    if (present.length !== 1) report.add(`must have exactly one of: ${names.join(', ')}`, path);
  };
}

/** At least one of these fields must be there. */
export function someOf(...names: string[]): Check {
  return (value, path, report) => {
    if (isObject(value) && names.every((name) => value[name] === undefined))
      report.add(`must have one of: ${names.join(', ')}`, path);
  };
}

/** Picks the rule by the object's `type`; a type that is not in the table is refused. */
export function byType(table: { [type: string]: Check }, noun: string): Check {
  return (value, path, report) => {
    if (!isObject(value)) return report.add('must be an object', path);
    const type: Json | undefined = value.type;
    if (typeof type !== 'string') return report.add('missing required field: type', path);
    const check = Object.hasOwn(table, type) ? table[type] : undefined;
    if (check === undefined) return report.add(`unsupported ${noun} type: ${type}`, `${path}/type`);
    check(value, path, report);
  };
}

/** Runs a rule that needs the whole object. */
export function relation(rule: (value: JsonObject, path: string, report: Report) => void): Check {
  return (value, path, report) => {
    if (isObject(value)) rule(value, path, report);
  };
}

/** Everything goes: for parts that Slack itself does not look into. */
export const anything: Check = () => {};
