import type { App, ViewSubmitAction } from '@slack/bolt';
import { isError } from '../core/errors.ts';
import type { SlackPerson } from '../core/person.ts';
import type { HandlerContext } from './define.ts';
import { type Installation, isFirstTime } from './guard.ts';
import { handleClick } from './handle-click.ts';
import { handleCommand } from './handle-command.ts';
import { handleEvent } from './handle-event.ts';
import { handleSubmission } from './handle-submission.ts';
import type { Pace } from './pace.ts';
import type { Registry } from './registry.ts';

/** Encrypts a reply address before it is stored or queued. */
export type SealReply = (url: string, person: SlackPerson) => string;

/** What the binding needs besides the handlers' own context. */
export interface Binding extends HandlerContext {
  readonly registry: Registry;
  readonly installation: Installation;
  readonly pace: Pace;
  readonly sealReply: SealReply;
  readonly commandPrefix: string;
}

/** Connects Bolt to the handlers: everything Slack can send has exactly one way in, and an unknown thing an answer. */
export function bind(app: App, binding: Binding): void {
  // The argument of a global middleware is typed as any kind of request; `ack` exists on all but plain events.
  app.use(async (args) => {
    const isNew = await firstTime(binding, args.context.signature);
    if (isNew) return args.next();
    binding.ports.log.info({}, 'a request came twice and was answered without effect');
    if ('ack' in args && typeof args.ack === 'function') await args.ack();
  });
  app.command(/.*/u, async ({ body, ack }) => handleCommand(binding, body, ack));
  app.action(/.*/u, async ({ body, ack }) => handleClick(binding, body, ack));
  app.view<ViewSubmitAction>({ callback_id: /.*/u, type: 'view_submission' }, async ({ body, ack }) =>
    handleSubmission(binding, body, ack),
  );
  app.view({ callback_id: /.*/u, type: 'view_closed' }, async ({ ack }) => ack());
  app.options(/.*/u, async ({ ack }) => ack({ options: [] }));
  app.event('app_mention', async ({ body }) => handleEvent(binding, body));
  app.error(async (error) => {
    binding.ports.log.error({ err: error }, 'a request of Slack could not be handled');
  });
}

/** Without the store a replay cannot be told from a first request, and nothing could be done for it either. */
async function firstTime(binding: Binding, signature: unknown): Promise<boolean> {
  try {
    return await isFirstTime(binding.ports.once, signature);
  } catch (error) {
    if (isError(error, 'store-unavailable')) return true;
    throw error;
  }
}
