import { isError, SlipwayError } from '../../core/errors.ts';
import { ViewId } from '../../core/ids.ts';
import { readDelivery } from '../../core/watch-delivery.ts';
import { readFilters } from '../../core/watch-filters.ts';
import { parseSubject, type WatchSubject } from '../../core/watch-subject.ts';
import { CALLBACK } from '../../slack/ids.ts';
import { plainError } from '../../slack/modals/input-error.ts';
import { loadingModal } from '../../slack/modals/message.ts';
import {
  decodeWatchReference,
  problemAtFilter,
  projectIn,
  WATCH_BLOCK,
  type WatchReference,
  watchEntries,
} from '../../slack/modals/watch-entries.ts';
import { WATCH_FORM } from '../../slack/words/watch-form.ts';
import { defineView, type HandlerContext, type Submission, type SubmitAnswer } from '../define.ts';
import { commandOf, fillWatchForm } from '../open-watch-form.ts';

/**
 * The form of a watch, submitted: first its project or group, then what comes of it. What was entered is carried out as the command
 * that says the same, so that it survives a crash, continues after connecting, and is answered in the channel.
 */
export const watchForm = defineView({
  callbackId: CALLBACK.watch,
  submit: async (context, submission) => {
    const reference = decodeWatchReference(submission.payload.view.private_metadata);
    if (reference === undefined) throw new SlipwayError('control-unknown');
    return subjectOf(reference) === undefined
      ? takeProject(context, submission, reference)
      : takeFilters(context, submission, reference);
  },
});

/** What the form was drawn for; `undefined` while it asks. */
function subjectOf({ project, group }: WatchReference): WatchSubject | undefined {
  if (group !== undefined) return { group };
  return project === undefined ? undefined : { project };
}

function takeProject(
  context: HandlerContext,
  { person, payload }: Submission,
  { channel, texts = {} }: WatchReference,
): SubmitAnswer {
  const view = ViewId.safeParse(payload.view.id);
  if (!view.success) throw new SlipwayError('control-unknown');
  const { commands } = context.words;
  try {
    const entered = projectIn(payload);
    if (entered === undefined) throw new SlipwayError('usage', { problem: 'the project is missing' });
    const subject = parseSubject(entered, context.ports.gitlab.baseUrl);
    const wanted = { person, channel, texts };
    fillWatchForm(context, view.data, wanted, subject, commandOf(context, wanted, subject));
    return { view: loadingModal(WATCH_FORM.title) };
  } catch (error) {
    if (!isError(error, 'usage', 'bad-project', 'bad-value', 'foreign-url')) throw error;
    return { errors: { [WATCH_BLOCK.project]: plainError(error, commands) } };
  }
}

async function takeFilters(
  context: HandlerContext,
  { person, payload }: Submission,
  reference: WatchReference,
): Promise<SubmitAnswer> {
  const { channel } = reference;
  const subject = subjectOf(reference);
  if (subject === undefined) throw new SlipwayError('control-unknown');
  const texts = watchEntries(payload);
  try {
    readFilters(texts);
    readDelivery(texts);
  } catch (error) {
    if (!isError(error, 'bad-value')) throw error;
    return { errors: problemAtFilter(error, context.words.commands) };
  }
  await context.ports.jobs.act(commandOf(context, { person, channel, texts }, subject));
  return undefined;
}
