import type { Config } from '../config.ts';
import type { Check, Hint } from './check.ts';

const WITHIN_MS = 5_000;

/** Where browsers, and GitLab's webhooks, reach the bot. */
export const publicUrlOf = ({ publicUrl, port }: Config): string => publicUrl ?? `http://localhost:${port}`;

/** The address GitLab sends people back to after signing in. */
export const redirectUriOf = (config: Config): string => `${publicUrlOf(config)}/oauth/gitlab/callback`;

/** Only a hint: this machine may not reach what people's browsers reach, and the bot may be stopped just now. */
export function callbackCheck(config: Config): Check {
  const register = `register ${redirectUriOf(config)} as redirect URI in GitLab`;
  const look = async (): Promise<string | Hint> => {
    const isThere = await answers(`${publicUrlOf(config)}/healthz`);
    return isThere
      ? `PUBLIC_URL answers; ${register}`
      : {
          hint: `PUBLIC_URL does not answer from here, which is fine while the bot is stopped or where only browsers reach it; ${register}`,
        };
  };
  return { name: 'OAuth callback', look };
}

async function answers(address: string): Promise<boolean> {
  try {
    const answer = await fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(WITHIN_MS) });
    return answer.ok;
  } catch {
    return false;
  }
}
