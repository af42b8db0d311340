import { SlipwayError } from './errors.ts';
import type { GroupRef } from './ports/gitlab.ts';

/**
 * Reads `acme/security`, a numeric id, or a pasted address of a group.
 * @param baseUrl the configured GitLab; addresses of any other host are refused
 * @throws SlipwayError `bad-value`, `foreign-url`
 */
export function parseGroup(text: string, baseUrl: string): GroupRef {
  const path = /^https?:\/\//iu.test(text) ? pathIn(text, baseUrl) : text.replaceAll(/^\/+|\/+$/gu, '');
  if (/^\d{1,15}$/u.test(path)) return Number(path);
  const fine = path.split('/').every((part) => SEGMENT.test(part) && !part.includes('..'));
  if (!fine || path.length > 500) throw badGroup(text);
  return path;
}

const SEGMENT = /^[\p{L}\p{N}_.][\p{L}\p{N}_.-]*$/u;

function pathIn(text: string, baseUrl: string): string {
  const base = new URL(baseUrl);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const root = `${base.pathname.replace(/\/+$/u, '')}/`;
  if (url?.host !== base.host || url.username !== '' || !url.pathname.startsWith(root))
    throw new SlipwayError('foreign-url', { host: base.host });
  const [path = ''] = url.pathname.slice(root.length).split('/-/', 1);
  return path.replace(/^groups\//u, '').replace(/\/+$/u, '');
}

const badGroup = (value: string): SlipwayError =>
  new SlipwayError('bad-value', {
    option: 'group',
    value: value.slice(0, 80),
    takes: 'a group of GitLab, such as acme/security',
  });
