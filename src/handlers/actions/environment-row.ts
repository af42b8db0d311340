import { SlipwayError } from '../../core/errors.ts';
import { askFirst } from '../../flows/write.ts';
import { ACTION } from '../../slack/ids.ts';
import { decodeEnvironmentRow } from '../../slack/row-values.ts';
import { noticeMessage } from '../../slack/words/notices.ts';
import { answerClick } from '../answer-click.ts';
import { defineAction } from '../define.ts';
import { shownEnvironment } from '../environment-answers.ts';

/** The menu beside an environment in a list. Stopping shows first what would happen, as the command does. */
export const environmentRow = defineAction({
  actionId: ACTION.environmentRow,
  accept: async (context, click) => {
    const row = decodeEnvironmentRow(click.value);
    if (row === undefined) throw new SlipwayError('control-unknown');
    const { person, reply } = click;
    const { project, environment } = row;
    if (row.entry === 'show') {
      answerClick(context, click, 'private', () => shownEnvironment(context, person, row));
    }
    if (row.entry === 'stop') {
      const operation = { op: 'stop-environment' as const, project, environment, force: false };
      answerClick(context, click, 'private', async () =>
        noticeMessage(
          await askFirst(context.ports, { kind: 'write', person, reply, operation }),
          context.words,
        ),
      );
    }
  },
});
