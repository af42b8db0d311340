import { declaredPath, type FileWatch } from '../../core/declared-watch.ts';
import type { AnyWatch } from '../../core/group-watch.ts';
import { code } from '../escape.ts';
import { makerInWords, watched } from './events.ts';

/** Where a watch comes from that nobody set up by command, and whose it replaced. */
export function sourceInWords({ file }: AnyWatch): string {
  const replaced =
    file?.instead === undefined
      ? ''
      : `, in the place of the one ${makerInWords(file.instead)} had set up by command`;
  return `from the operators' file${replaced}`;
}

/** A watch that stands in the file and shows nothing, as a line of a list. */
export const declaredInWords = (declared: FileWatch): string =>
  `*${watched(declaredPath(declared))}* – from the operators' file\n:warning: ${whyNot(declared)}`;

/** The same for those who see no channel by its name. */
export const declaredAt = (declared: FileWatch): string =>
  `<#${declared.channel}> (${code(declared.channel)}) ${declaredInWords(declared)}`;

function whyNot({ trouble }: FileWatch): string {
  switch (trouble?.code) {
    case undefined:
      return 'Nothing comes yet: GitLab was not asked yet, or did not answer.';
    case 'unreadable':
      return "Nothing comes: Slipway's own reading token does not see it in GitLab.";
    case 'twice':
      return 'Left out: another line of the file names the same for this channel.';
  }
}
