const ESCAPE = '\u001b';
/** Colours and cursor movements; GitLab's runner writes them into every log. */
const MOVEMENTS = new RegExp(`${ESCAPE}(?:\\[[0-?]*[ -/]*[@-~]|[@-Z\\\\^_])`, 'gu');
/** Marks of a foldable section, which end in a carriage return. */
const SECTIONS = /section_(?:start|end):\d+:[^\r]*(?:\r|$)/gu;
/** The runner's time, stream and kind of line, where timestamps are on. */
const STAMP = /^\d{4}-\d\d-\d\dT[\d:.]+Z [0-9a-f]{2}[OE][+ ]?/u;
/** What would hide or reorder text. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;

/**
 * The last lines of a job's log as a terminal would show them, without blank ones at the end
 * (https://docs.gitlab.com/api/jobs/#retrieve-a-job-log).
 * @param text the log, or its end
 * @param cut whether it is only the end, so that its first line may not be whole
 */
export function lastLines(text: string, lines: number, cut: boolean): readonly string[] {
  const all = text.split('\n');
  const shown = all.slice(cut && all.length > 1 ? 1 : 0).map(asOnTerminal);
  while (shown.at(-1)?.trim() === '') shown.pop();
  return lines <= 0 ? [] : shown.slice(-lines);
}

function asOnTerminal(line: string): string {
  const text = line.replace(STAMP, '').replaceAll(SECTIONS, '').replaceAll(MOVEMENTS, '').trimEnd();
  // A carriage return begins the line anew: progress bars live by it.
  return text
    .slice(text.lastIndexOf('\r') + 1)
    .replaceAll('\t', '  ')
    .replaceAll(UNSEEN, '');
}
