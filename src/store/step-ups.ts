import { createHash } from 'node:crypto';
import { z } from 'zod';
import { DecideAct } from '../core/acts.ts';
import { DeploymentId, GitLabUserId, ProjectId, Revision } from '../core/ids.ts';
import type { StepUp, StepUpAttempt, StepUpQuestion, StepUpStore } from '../core/ports/step-up.ts';
import { CONFIRM_MS } from '../core/step-up.ts';
import type { StoreContext } from './context.ts';
import { jsonOf } from './json.ts';
import { KEYS } from './keys.ts';
import { createSealedRows } from './sealed-rows.ts';
import { transaction } from './transaction.ts';

const StepUpRow = z.object({
  act: DecideAct,
  project: ProjectId,
  named: z.object({
    project: z.string(),
    environment: z.string(),
    deployment: DeploymentId,
    url: z.string(),
  }),
  ref: z.string(),
  sha: z.string(),
  revision: Revision,
  gitlabUser: z.object({ id: GitLabUserId, username: z.string() }),
  expiresAt: z.number(),
}) satisfies z.ZodType<StepUp>;

const AttemptRow = z.object({
  state: z.string(),
  stepUp: StepUpRow,
  verifier: z.string(),
  nonce: z.string(),
  browser: z.object({ digest: z.string(), sentAt: z.number() }).optional(),
}) satisfies z.ZodType<StepUpAttempt>;

const QuestionRow = z.object({
  id: z.string(),
  stepUp: StepUpRow,
  browser: z.string(),
}) satisfies z.ZodType<StepUpQuestion>;

const ConfirmingRow = z.object({ name: z.string(), until: z.number() });

/** Approvals under confirmation. States and ids are secrets of the pages they are part of: keys hold their digests. */
export function createStepUpStore(ctx: StoreContext): StepUpStore {
  const { call, key } = ctx;
  const sealed = createSealedRows(ctx);
  const attempt = (state: string): string => KEYS.stepUpAttempt.of(digestOf(state));
  const question = (id: string): string => KEYS.stepUpQuestion.of(digestOf(id));
  return {
    putAttempt: (one) => sealed.put(attempt(one.state), one, CONFIRM_MS),
    getAttempt: (state) => sealed.get(attempt(state), AttemptRow),
    takeAttempt: (state) => sealed.take(attempt(state), AttemptRow),
    putQuestion: (one) => sealed.put(question(one.id), one, CONFIRM_MS),
    getQuestion: (id) => sealed.get(question(id), QuestionRow),
    removeQuestion: (id) => sealed.remove(question(id)),
    begin: async (place, user, name, until) => {
      const row = key(KEYS.confirming.of(place));
      await call((redis) =>
        transaction(redis, (commands) =>
          commands.hset(row, user, JSON.stringify({ name, until })).pexpire(row, CONFIRM_MS),
        ),
      );
    },
    end: async (place, user) =>
      void (await call((redis) => redis.hdel(key(KEYS.confirming.of(place)), user))),
    confirming: async (place, now) => {
      const rows = await call((redis) => redis.hgetall(key(KEYS.confirming.of(place))));
      return Object.values(rows)
        .map((text) => ConfirmingRow.safeParse(jsonOf(text)).data)
        .filter((row) => row !== undefined && row.until > now)
        .map((row) => row?.name ?? '')
        .sort();
    },
  };
}

const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
