import type { z } from 'zod';
import type { HttpAnswer } from './client.ts';
import { type Asked, unusableAnswer } from './failures.ts';

/** @throws GitLabError `gitlab-invalid-answer` */
export function textOf(asked: Asked, answer: HttpAnswer): string {
  if (answer.body.kind !== 'whole') throw unusableAnswer(asked, answer, `the body is ${answer.body.kind}`);
  return answer.body.text;
}

/**
 * A 2xx's body as `schema` reads it; an empty one, as after a deletion, is `undefined` to the schema.
 * @throws GitLabError `gitlab-invalid-answer`, which names the field and never its value
 */
export function readAnswer<T>(asked: Asked, answer: HttpAnswer, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(jsonOf(asked, answer));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw unusableAnswer(asked, answer, `${issue?.path.join('.') ?? ''} ${issue?.code ?? ''}`);
}

function jsonOf(asked: Asked, answer: HttpAnswer): unknown {
  const text = textOf(asked, answer);
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw unusableAnswer(asked, answer, 'the body is not JSON');
  }
}
