import type { ModalView } from '@slack/types';
import { SlipwayError } from '../core/errors.ts';
import { noticeOf } from '../flows/perform-act.ts';
import { errorModal } from '../slack/modals/error.ts';
import { ViewSubmission } from '../slack/payloads.ts';
import { admit } from './admit.ts';
import type { Binding } from './bind.ts';
import type { SubmitAnswer } from './define.ts';
import { turnAway } from './turn-away.ts';

type Ack = (
  answer?:
    | { response_action: 'errors'; errors: Record<string, string> }
    | { response_action: 'update'; view: ModalView },
) => Promise<void>;

/** A submitted modal. The act is durable before the modal closes; what is wrong with the input stands at the input. */
export async function handleSubmission(binding: Binding, body: unknown, ack: Ack): Promise<void> {
  try {
    admit(binding, body);
    const payload = ViewSubmission.parse(body);
    const view = binding.registry.view(payload.view.callback_id);
    if (view === undefined) throw new SlipwayError('control-unknown');
    const answer = await view.submit(binding, {
      person: { team: binding.ports.settings.team, user: payload.user.id },
      payload,
    });
    await acknowledge(ack, answer);
  } catch (error) {
    turnAway(binding, 'form', body, error);
    const notice = noticeOf(binding.ports, error);
    if (notice.kind !== 'error') throw error;
    await ack({ response_action: 'update', view: errorModal(notice, binding.words.commands) });
  }
}

function acknowledge(ack: Ack, answer: SubmitAnswer): Promise<void> {
  if (answer === undefined) return ack();
  if ('view' in answer) return ack({ response_action: 'update', view: answer.view });
  return ack({ response_action: 'errors', errors: answer.errors });
}
