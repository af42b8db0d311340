import type { CardDay } from '../../core/card-day.ts';
import { fallbackText, literal } from '../escape.ts';
import { context, type Rendered, section } from '../text-objects.ts';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** `21 November 2026`, in UTC: everybody in the channel reads the same day. */
function dayInWords(start: number): string {
  const date = new Date(start);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()}`;
}

/** The message of a project's day, in whose thread its cards stand. */
export function dayMessage({ projectPath, start }: CardDay): Rendered {
  const day = dayInWords(start);
  return {
    text: fallbackText(`Deployments of ${projectPath}, ${day}`),
    blocks: [
      section(`*Deployments of ${literal(projectPath)}, ${day}*`),
      context('Each has its message in this thread, which follows it to the end.'),
    ],
  };
}
