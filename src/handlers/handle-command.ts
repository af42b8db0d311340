import type { CommandAct } from '../core/acts.ts';
import { SlipwayError } from '../core/errors.ts';
import { noticeOf } from '../flows/perform-act.ts';
import { SlashCommand } from '../slack/payloads.ts';
import { noticeMessage } from '../slack/words/notices.ts';
import { admit } from './admit.ts';
import type { Binding } from './bind.ts';
import { type Answer, type HandlerContext, ROOTS } from './define.ts';
import { type ParsedCommand, parseCommand, runCommand, writes } from './run-command.ts';
import { turnAway } from './turn-away.ts';

/** Longer than any command of ours with every option it takes. */
const TEXT_LIMIT = 3_000;

type Ack = (answer?: { response_type: 'ephemeral'; text: string }) => Promise<void>;

/**
 * A slash command. One that writes is durable before it is acknowledged; one that reads is acknowledged at once and
 * answered when GitLab has.
 */
export async function handleCommand(binding: Binding, body: unknown, ack: Ack): Promise<void> {
  const act = readCommand(binding, body);
  if ('problem' in act) return ack({ response_type: 'ephemeral', text: act.problem });
  const parsed = tryParse(binding, act, triggerOf(body));
  if (!('notice' in parsed) && writes(parsed.spec)) {
    const refusal = await runCommand(binding, parsed, act);
    await ack();
    return refusal === undefined ? undefined : answer(binding, act, refusal, false);
  }
  await ack();
  const work = answerIfAllowed(binding, parsed, act, body);
  binding.track(work);
  await work;
}

/** What only reads, help and a correction of a typing mistake included, is for those alone who may act. */
async function answerIfAllowed(
  binding: Binding,
  parsed: ParsedCommand | (Answer & { notice: unknown }),
  act: CommandAct,
  body: unknown,
): Promise<void> {
  try {
    await binding.ports.people.assertMayAct(act.person);
  } catch (error) {
    turnAway(binding, 'command', body, error);
    return answer(binding, act, { notice: noticeOf(binding.ports, error) }, false);
  }
  return 'notice' in parsed ? answer(binding, act, parsed, false) : answerCommand(binding, parsed, act);
}

/** Runs a command that had to wait for its author to connect. */
export async function continueCommand(binding: Binding, act: CommandAct): Promise<void> {
  const parsed = tryParse(binding, act);
  if ('notice' in parsed) return answer(binding, act, parsed, false);
  return answerCommand(binding, parsed, act);
}

async function answerCommand(context: HandlerContext, parsed: ParsedCommand, act: CommandAct): Promise<void> {
  const result = await runCommand(context, parsed, act);
  if (result !== undefined) await answer(context, act, result, parsed.call.args.public);
}

async function answer(
  context: HandlerContext,
  act: CommandAct,
  result: Answer,
  isPublic: boolean,
): Promise<void> {
  const message = 'message' in result ? result.message : noticeMessage(result.notice, context.words);
  await context.replies.send(act.reply, message, isPublic && mayBeShown(result) ? 'public' : 'private');
}

/** What was asked for may be shown to the channel. Refusals, accounts and above all sign-in links are for one person. */
const mayBeShown = (result: Answer): boolean => 'message' in result || result.notice.kind === 'watches';

/** The command out of the signed body; a refusal in words where it cannot be handled at all. */
function readCommand(binding: Binding, body: unknown): CommandAct | { problem: string } {
  try {
    const person = admit(binding, body);
    const command = SlashCommand.parse(body);
    if (command.text.length > TEXT_LIMIT) throw new SlipwayError('text-too-long', { limit: TEXT_LIMIT });
    const sealed =
      command.response_url === undefined
        ? {}
        : { sealedUrl: binding.sealReply(command.response_url, person) };
    const reply = { ...person, channel: command.channel_id, ...sealed };
    return { kind: 'command', person, reply, command: command.command, text: command.text };
  } catch (error) {
    turnAway(binding, 'command', body, error);
    return { problem: noticeMessage(noticeOf(binding.ports, error), binding.words).text };
  }
}

/** It lives three seconds, so it is no part of the act, which may be kept for later. */
const triggerOf = (body: unknown): string | undefined => SlashCommand.safeParse(body).data?.trigger_id;

function tryParse(
  context: Pick<Binding, 'ports' | 'words' | 'registry' | 'commandPrefix'>,
  act: CommandAct,
  triggerId?: string,
): ParsedCommand | (Answer & { notice: unknown }) {
  try {
    const root = ROOTS.find((one) => act.command === `/${context.commandPrefix}${one}`);
    if (root === undefined) throw new SlipwayError('unknown-command', { command: act.command });
    return parseCommand(context.registry, root, act, triggerId);
  } catch (error) {
    return { notice: noticeOf(context.ports, error) };
  }
}
