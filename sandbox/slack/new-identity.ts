import { randomBytes } from 'node:crypto';
import type { Identity } from './model.ts';
import type { SandboxSlackOptions } from './sandbox-slack.ts';

/** Who the workspace, the app and their secrets are; random secrets where none are given. */
export function newIdentity(options: SandboxSlackOptions): Identity {
  const secret = (): string => randomBytes(16).toString('hex');
  return {
    signingSecret: options.signingSecret ?? secret(),
    botToken: options.botToken ?? `xoxb-sandbox-${secret()}`,
    appToken: options.appToken ?? `xapp-1-sandbox-${secret()}`,
    verificationToken: secret(),
    team: options.team ?? { id: 'T0SANDBOX', name: 'Sandbox' },
    appId: options.appId ?? 'A0SANDBOX',
    botId: 'B0SANDBOX',
    botUserId: 'U0SLIPWAY',
    botName: options.botName ?? 'slipway',
  };
}
