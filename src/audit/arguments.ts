import { parseArgs } from 'node:util';
import { type AuditHead, parseHead } from '../core/audit-chain.ts';
import { parseMoment } from '../core/dates.ts';

/** What was asked of `slipway audit`. */
export type AuditCall =
  | {
      readonly command: 'export';
      readonly format: 'csv' | 'jsonl';
      /** Epoch ms, included. */
      readonly from: number | undefined;
      /** Epoch ms, excluded. */
      readonly to: number | undefined;
      readonly out: string | undefined;
    }
  | { readonly command: 'verify'; readonly head: AuditHead | undefined; readonly file: string | undefined };

export const AUDIT_USAGE = `slipway audit export [--format jsonl|csv] [--from <time>] [--to <time>] [--out <file>]
    writes the audit trail to the file or to standard output, and its head to standard error
slipway audit verify [--head <seq>:<hash>] [--file <export.jsonl>]
    walks the trail, or an exported part of it, and tells every altered, dropped or reordered line;
    with --head also whether it still holds the line that was noted earlier

  <time>  2026-01-31, 2026-01-31T08:00Z or 30d (before now); --from is included, --to is not`;

/** A wrong call; the message says what is wrong with it. */
export class WrongCall extends Error {}

const OPTIONS = {
  export: {
    format: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    out: { type: 'string' },
  },
  verify: { head: { type: 'string' }, file: { type: 'string' } },
} as const;

/**
 * Reads what follows `slipway audit`.
 * @param now epoch ms
 * @throws WrongCall
 */
export function parseAuditCall(args: readonly string[], now: number): AuditCall {
  const [command, ...rest] = args;
  switch (command) {
    case 'export': {
      const { format = 'jsonl', from, to, out } = optionsOf(rest, OPTIONS.export);
      if (format !== 'csv' && format !== 'jsonl')
        throw new WrongCall(`--format takes csv or jsonl, not "${format}"`);
      const call = { format, from: moment('--from', from, now), to: moment('--to', to, now), out } as const;
      if (call.from !== undefined && call.to !== undefined && call.from >= call.to)
        throw new WrongCall('--from must be before --to');
      return { command, ...call };
    }
    case 'verify': {
      const { head, file } = optionsOf(rest, OPTIONS.verify);
      return { command, head: headIn(head), file };
    }
    case undefined:
      throw new WrongCall('export or verify?');
    default:
      throw new WrongCall(`there is no "${command}": export or verify?`);
  }
}

function optionsOf<T extends Record<string, { readonly type: 'string' }>>(
  args: readonly string[],
  options: T,
): { readonly [N in keyof T]?: string | undefined } {
  try {
    const { values } = parseArgs({ args: [...args], options, allowPositionals: false });
    // Every option is a text, which the general type of `parseArgs` no longer knows.
    return values as { [N in keyof T]?: string | undefined };
  } catch (error) {
    throw new WrongCall(error instanceof Error ? error.message : String(error));
  }
}

function moment(option: string, text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  const iso = parseMoment(text, now);
  if (iso === undefined)
    throw new WrongCall(`${option} takes a time such as 2026-01-31 or 30d, not "${text}"`);
  return Date.parse(iso);
}

function headIn(text: string | undefined): AuditHead | undefined {
  if (text === undefined) return undefined;
  const head = parseHead(text);
  if (head === undefined)
    throw new WrongCall('--head takes <number>:<64 hex digits>, as export and verify print it');
  return head;
}
