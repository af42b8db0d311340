import type { z } from 'zod';
import type { Log } from '../core/ports/time.ts';
import { jsonOf } from './json.ts';
import { KEYS, type Key } from './keys.ts';
import type { RedisCall } from './redis.ts';

/** Reads what Redis keeps, trusting none of it. */
export interface Rows {
  /** The value of a string key; `undefined` when it is missing or malformed. */
  read<T>(relative: string, schema: z.ZodType<T>): Promise<T | undefined>;
  /** Values of several string keys, in order, the missing and malformed ones left out. */
  readMany<T>(relatives: readonly string[], schema: z.ZodType<T>): Promise<T[]>;
  /** A text already read from `relative`; `undefined` when it is malformed, after `remove` has taken it away. */
  parse<T>(
    relative: string,
    text: string,
    schema: z.ZodType<T>,
    remove: () => Promise<unknown>,
  ): Promise<T | undefined>;
  /** Like `parse`, for a text that is no JSON: `value` is what stands for it. */
  parseValue<T>(
    relative: string,
    text: string,
    value: unknown,
    schema: z.ZodType<T>,
    remove: () => Promise<unknown>,
  ): Promise<T | undefined>;
  /** The value of a string key already read; `undefined` when it is missing or malformed. */
  parseString<T>(relative: string, text: string | null, schema: z.ZodType<T>): Promise<T | undefined>;
}

/** A malformed row is logged by its key, never by its content, moved to an `aside` key, and counts as absent. */
export function createRows(call: RedisCall, key: Key, log: Log): Rows {
  const parseValue: Rows['parseValue'] = async (relative, text, value, schema, remove) => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const fields = parsed.error.issues.map((issue) => issue.path.join('.'));
    log.error({ key: relative, fields }, 'a stored row is malformed; it is set aside and counts as absent');
    const { lifetimeMs } = KEYS.aside;
    await call((redis) => redis.set(key(KEYS.aside.of(relative)), text, 'PX', lifetimeMs));
    await remove();
    return undefined;
  };
  const parse: Rows['parse'] = (relative, text, schema, remove) =>
    parseValue(relative, text, jsonOf(text), schema, remove);
  const parseString = <T>(relative: string, text: string | null, schema: z.ZodType<T>) =>
    text === null
      ? Promise.resolve(undefined)
      : parse(relative, text, schema, () => call((redis) => redis.del(key(relative))));
  return {
    parse,
    parseValue,
    parseString,
    read: async (relative, schema) => {
      const text = await call((redis) => redis.get(key(relative)));
      return parseString(relative, text, schema);
    },
    readMany: async (relatives, schema) => {
      if (relatives.length === 0) return [];
      const texts = await call((redis) => redis.mget(relatives.map(key)));
      const rows = await Promise.all(
        relatives.map((relative, at) => parseString(relative, texts[at] ?? null, schema)),
      );
      return rows.filter((row) => row !== undefined);
    },
  };
}
