import { z } from 'zod';

/** What a parent asks a child. */
const Call = z.object({ id: z.number(), method: z.string(), argument: z.unknown() });

/** What the child answers. */
export const Answer = z.union([
  z.object({ id: z.number(), failed: z.string() }),
  z.object({ id: z.number(), result: z.json() }),
]);
export type Answer = z.infer<typeof Answer>;

/** A child's methods, by name. Arguments are parsed by the method. */
export type Methods = Readonly<Record<string, (argument: unknown) => unknown>>;

/** Answers the parent's calls until the parent hangs up; then the process ends, so that none is left behind. */
export function serveCalls(methods: Methods): void {
  process.on('message', (message) => void answer(methods, message));
  process.once('disconnect', () => process.exit());
}

async function answer(methods: Methods, message: unknown): Promise<void> {
  const call = Call.safeParse(message).data;
  const method = call === undefined ? undefined : methods[call.method];
  // Somebody else's message on the same channel, such as the meter's beside an app of its own.
  if (call === undefined || method === undefined) return;
  try {
    process.send?.({ id: call.id, result: (await method(call.argument)) ?? null });
  } catch (error) {
    process.send?.({
      id: call.id,
      failed: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
}
