import type { Report, Row } from './row.ts';

const HEAD = ['', 'ours', 'reference', 'unit', 'ratio', '95 % interval', 'bound', ''];

/** A benchmark as text. */
export function tableOf(report: Report): string {
  const lines = [HEAD, ...report.rows.map(cellsOf)];
  const widths = HEAD.map((_head, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  const table = lines.map((cells) => cells.map((cell, at) => aligned(cell, at, widths[at] ?? 0)).join('  '));
  return [`\n${report.title}`, ...table, ...report.notes.map((note) => `  ${note}`)]
    .map((line) => line.trimEnd())
    .join('\n');
}

const aligned = (cell: string, column: number, width: number): string =>
  column === 0 ? cell.padEnd(width) : cell.padStart(width);

function cellsOf(row: Row): string[] {
  const { interval, bound } = row;
  return [
    `  ${row.what}`,
    numberOf(row.ours),
    numberOf(row.reference),
    row.unit,
    `${row.ratio.toFixed(2)}×`,
    interval === undefined ? '' : `${interval[0].toFixed(2)}–${interval[1].toFixed(2)}`,
    bound === undefined ? '' : `${bound.is === 'at most' ? '≤' : '≥'} ${bound.ratio}`,
    row.verdict ?? '',
  ];
}

/** Three digits that count. */
export const numberOf = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
