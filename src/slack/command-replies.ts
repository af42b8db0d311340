import type { ReplyTo } from '../core/person.ts';
import { withinLimits } from './limits.ts';
import { type DeliveryDeps, deliver } from './private-delivery.ts';
import type { ReplyMode } from './reply-url.ts';
import type { Rendered } from './text-objects.ts';

/** Messages that answer a command or the button of an earlier answer. */
export interface CommandReplies {
  /** Never throws: an answer that reaches nobody is logged. */
  send(reply: ReplyTo, message: Rendered, mode: ReplyMode): Promise<void>;
}

export const createCommandReplies = (deps: DeliveryDeps): CommandReplies => ({
  send: (reply, message, mode) => deliver(deps, reply, withinLimits(message), mode),
});
