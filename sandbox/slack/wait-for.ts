import type { StoredMessage } from './model.ts';
import { readMrkdwn } from './mrkdwn.ts';
import { visibleText } from './visible-text.ts';
import type { World } from './world.ts';

const TICK_MS = 50;

function line(world: World, message: StoredMessage): string {
  const place = world.channels.get(message.channel);
  const where =
    place?.imUser === undefined
      ? `#${place?.name ?? message.channel}`
      : `DM ${world.users.get(place.imUser)?.name}`;
  const only = message.onlyFor === undefined ? '' : ` (only ${world.users.get(message.onlyFor)?.name})`;
  const thread = message.threadTs === undefined ? '' : ' ↳';
  return `${where}${only}${thread}: ${readMrkdwn(visibleText(message)).replaceAll('\n', ' ⏎ ').slice(0, 600)}`;
}

/** Everything anyone can read right now, one line a message: for the error of a wait that was in vain. */
function summary(world: World): string {
  const lines = [...world.messages, ...world.ephemerals].map((message) => line(world, message));
  const dialogs = [...world.views.values()].flatMap((stack) =>
    stack.map(
      (view) =>
        `dialog of ${world.users.get(view.userId)?.name}: ${visibleText(view).replaceAll('\n', ' ⏎ ')}`,
    ),
  );
  const failed = world.calls
    .filter((call) => !call.ok)
    .map((call) => `refused ${call.method}: ${JSON.stringify(call.responseBody)}`);
  return [...lines, ...dialogs, ...failed.slice(-5)].join('\n') || 'nothing was posted at all';
}

/**
 * Resolves as soon as the probe answers something other than `undefined` or `false`. It is asked again after every
 * change here, and every 50 ms for what changes elsewhere. A probe that throws, or answers a promise, has not answered yet.
 * @throws after `timeoutMs`, saying what was waited for and what there was instead.
 */
export function waitFor<T>(
  world: World,
  probe: () => T | undefined | false,
  options: { timeoutMs?: number; what?: string } = {},
): Promise<T> {
  const { timeoutMs = 10_000, what = 'the expected state' } = options;
  return new Promise((resolve, reject) => {
    let lastError: unknown;
    const stop = (): void => {
      unsubscribe();
      clearInterval(tick);
      clearTimeout(deadline);
    };
    const ask = (): void => {
      try {
        const answer = probe();
        if (answer === undefined || answer === false) return;
        // Taken for an answer, it would end every wait at once.
        if (answer instanceof Promise) throw new TypeError('the probe answered a promise');
        stop();
        resolve(answer);
      } catch (error) {
        lastError = error;
      }
    };
    const unsubscribe = world.onChange(ask);
    const tick = setInterval(ask, TICK_MS);
    const deadline = setTimeout(() => {
      stop();
      const thrown =
        lastError === undefined
          ? ''
          : `\nThe probe threw: ${lastError instanceof Error ? lastError.message : 'something odd'}`;
      reject(
        new Error(`Waited ${timeoutMs} ms in vain for ${what}.${thrown}\nThere was:\n${summary(world)}`),
      );
    }, timeoutMs);
    ask();
  });
}
