import { type AnyWatch, groupPattern } from './group-watch.ts';
import { asWritten, DELIVERY_OPTIONS, type DeliveryTexts } from './watch-delivery.ts';
import { FILTER_OPTIONS, type FilterTexts } from './watch-filters.ts';
import type { WatchSubject } from './watch-subject.ts';

/** What a watch is set up with, as somebody writes it. */
export interface WatchTexts extends FilterTexts, DeliveryTexts {
  readonly confirm?: string | undefined;
}

/** Every option of a watch, as the command and the form know them. */
export const WATCH_OPTIONS = [...FILTER_OPTIONS, 'confirm', ...DELIVERY_OPTIONS] as const;

/** The text of the command that sets up what was entered in a form, as Slack would send it. */
export function watchCommand(subject: WatchSubject, texts: WatchTexts): string {
  const options = WATCH_OPTIONS.flatMap((option) => {
    const text = texts[option]?.trim() ?? '';
    return text === '' ? [] : [`${option}:"${asSent(text)}"`];
  });
  const named = 'group' in subject ? groupPattern(String(subject.group)) : String(subject.project);
  return ['watch', named, ...options].join(' ');
}

/** Slack escapes three characters; a quote would end the value, and GitLab's names have none. */
const asSent = (text: string): string =>
  text
    .replaceAll(/["“”„»]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

/** The other way round: how this watch would be written. */
export const textsOf = (watch: AnyWatch): WatchTexts => ({
  env: watch.environments.join(','),
  tier: watch.tiers?.join(','),
  ref: watch.refs?.join(','),
  by: watch.by?.join(','),
  on: watch.on.join(','),
  confirm: watch.confirm,
  mention: watch.mention?.map(asWritten).join(','),
  mode: watch.mode,
});
