import type { Answer } from '../api/route.ts';
import { STYLE } from './style.ts';

/** Markup that is known to be safe, so that `html` does not escape it again. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Markup | string | number | null | undefined | false | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Array.isArray does not narrow a readonly list. */
function isList(part: Part): part is readonly Part[] {
  return Array.isArray(part);
}

function render(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (isList(part)) return part.map(render).join('');
  if (part === null || part === undefined || part === false) return '';
  const text = typeof part === 'number' ? String(part) : part;
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** Template tag: whatever is put in is escaped unless it is Markup itself. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(strings.map((text, index) => text + render(parts[index])).join(''));
}

/** A whole page in the sandbox's clothes. No script runs on it. */
export function page(title: string, main: Markup, header: Markup = html``, status = 200): Answer {
  const whole = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title} · Sandbox GitLab</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${new Markup(STYLE)}</style></head>
<body><header><a class="brand" href="/">🦊 Sandbox GitLab</a>${header}</header><main>${main}</main></body></html>`;
  return {
    status,
    body: whole.text,
    contentType: 'text/html; charset=utf-8',
    headers: {
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'",
      'Cache-Control': 'no-store',
    },
  };
}
