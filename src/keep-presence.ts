import type { Ports } from './core/ports/ports.ts';
import type { Parts } from './parts.ts';
import { VERSION } from './version.ts';

/** A process that was not heard of for `PRESENT_MS` in `flows/status.ts` counts as gone: several of these. */
const BEAT_MS = 10_000;

/** Tells the other processes, again and again, that this one lives, until it stops. */
export async function keepPresence({ config, log, stopper }: Parts, ports: Ports): Promise<void> {
  const { inspection, clock, chance } = ports;
  const id = chance.token();
  const row = { role: config.role, version: VERSION, startedAt: clock.now() };
  const beat = async (): Promise<void> => {
    try {
      await inspection.beat(id, { ...row, seenAt: clock.now() });
    } catch (error) {
      log.debug({ err: error }, 'this process could not say that it lives');
    }
  };
  await beat();
  const timer = setInterval(() => void beat(), BEAT_MS);
  stopper.add('presence', async () => {
    clearInterval(timer);
    await inspection.leave(id);
  });
}
