import type { ClickAct } from '../core/acts.ts';
import { SlipwayError } from '../core/errors.ts';
import type { SlackPerson } from '../core/person.ts';
import { noticeOf } from '../flows/perform-act.ts';
import {
  BlockActions,
  ClickSource,
  controlValue,
  namesOnePlace,
  placeOfClick,
  threadOfClick,
} from '../slack/payloads.ts';
import { admit, wasToldBefore } from './admit.ts';
import type { Binding } from './bind.ts';
import type { Click } from './define.ts';
import { turnAway } from './turn-away.ts';

/**
 * A click on a button or menu. What it asks for is durable, or its modal open, before Slack gets its acknowledgement;
 * an unknown control is told so instead of being swallowed.
 */
export async function handleClick(binding: Binding, body: unknown, ack: () => Promise<void>): Promise<void> {
  let click: Click | undefined;
  try {
    const person = admit(binding, body);
    click = readClick(binding, body, person);
    if (click === undefined) {
      await ack();
      return changeView(binding, body, person);
    }
    await accept(binding, click);
    await ack();
  } catch (error) {
    await ack();
    turnAway(binding, 'click', body, error);
    if (!wasToldBefore(error)) await tell(binding, body, click, error);
  }
}

/**
 * Answers a click that had to wait for its author to connect: as the same click would be, were it made now. Resolves once
 * it is answered, so that whoever keeps the click until then loses none.
 */
export async function continueClick(binding: Binding, act: ClickAct): Promise<void> {
  const { person, reply, control, value } = act;
  const { channel } = reply;
  const answering: Promise<unknown>[] = [];
  const track: Binding['track'] = (work) => {
    answering.push(work);
    binding.track(work);
  };
  try {
    // Its trigger has ended long ago; nothing that opens a modal is kept.
    await accept(
      { ...binding, track },
      {
        person,
        reply,
        channel,
        message: undefined,
        isPrivate: false,
        triggerId: '',
        actionId: control,
        value,
      },
    );
    await Promise.all(answering);
  } catch (error) {
    await binding.ports.notices.tell(reply, noticeOf(binding.ports, error));
  }
}

async function accept(binding: Binding, click: Click): Promise<void> {
  const action = binding.registry.action(click.actionId);
  if (action === undefined) throw new SlipwayError('control-unknown');
  await action.accept(binding, click);
}

function readClick(binding: Binding, body: unknown, person: SlackPerson): Click | undefined {
  const parsed = BlockActions.safeParse(body);
  if (!parsed.success) throw new SlipwayError('control-unknown', {}, { cause: parsed.error });
  const payload = parsed.data;
  if (!namesOnePlace(payload)) throw new SlipwayError('control-unknown');
  const { channel, message } = placeOfClick(payload);
  const thread = threadOfClick(payload);
  const [control] = payload.actions;
  if (channel === undefined || control === undefined) return undefined;
  const sealed =
    payload.response_url === undefined ? {} : { sealedUrl: binding.sealReply(payload.response_url, person) };
  return {
    person,
    reply: { ...person, channel, ...(thread === undefined ? {} : { thread }), ...sealed },
    channel,
    message,
    isPrivate: payload.container?.is_ephemeral === true,
    triggerId: payload.trigger_id ?? '',
    actionId: control.action_id,
    value: controlValue(control) ?? '',
  };
}

/** A control inside a modal has no channel; ours are inputs, of which most are read only when the modal is sent. */
function changeView(binding: Binding, body: unknown, person: SlackPerson): void {
  const { view, actions } = BlockActions.parse(body);
  const [control] = actions;
  if (view === null || view === undefined || control === undefined) return;
  const value = controlValue(control);
  const spec = binding.registry.view(view.callback_id);
  if (spec?.change === undefined || value === undefined || control.block_id === undefined) return;
  spec.change(binding, { person, block: control.block_id, value, form: { view } });
}

/** Somebody of another workspace is answered too, through the click's own address: silence would look like a defect. */
async function tell(
  binding: Binding,
  body: unknown,
  click: Click | undefined,
  error: unknown,
): Promise<void> {
  const notice = noticeOf(binding.ports, error);
  const payload = ClickSource.safeParse(body);
  const channel = click?.channel ?? (payload.success ? placeOfClick(payload.data).channel : undefined);
  if (!payload.success || channel === undefined) return;
  const { response_url: url, user } = payload.data;
  const person = { team: binding.ports.settings.team, user: user.id };
  const sealed = url === undefined ? {} : { sealedUrl: binding.sealReply(url, person) };
  await binding.ports.notices.tell({ ...person, channel, ...sealed }, notice);
}
