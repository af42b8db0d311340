import type { Config } from '../config.ts';
import { systemClock } from '../real-world.ts';
import { type Check, Finding } from './check.ts';

const MOST_SKEW_S = 120;
const WITHIN_MS = 5_000;

/** Slack signs requests with its clock and refuses more than five minutes of difference; two leave room. */
export const clockCheck = ({ slack }: Config): Check => ({
  name: 'clock',
  look: async () => {
    const url = new URL('api.test', slack.apiUrl);
    const signal = AbortSignal.timeout(WITHIN_MS);
    const response = await fetch(url, { method: 'POST', redirect: 'manual', signal }).catch(() => undefined);
    const date = Date.parse(response?.headers.get('date') ?? '');
    if (Number.isNaN(date)) return 'cannot be compared: Slack sent no date';
    const skew = Math.round((systemClock.now() - date) / 1_000);
    if (Math.abs(skew) > MOST_SKEW_S) throw new Finding(`is ${skew} s off Slack's: synchronise it (NTP)`);
    return `within ${Math.abs(skew)} s of Slack's`;
  },
});
