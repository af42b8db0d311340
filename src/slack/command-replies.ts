import type { ReplyTo } from '../core/person.ts';
import type { Rendered } from './text-objects.ts';

/** Messages that answer a command or a page button: privately, or in the channel for all to see. */
export interface CommandReplies {
  /** Never throws: an answer that reaches nobody is logged. */
  send(reply: ReplyTo, message: Rendered, audience: 'private' | 'public'): Promise<void>;
}
