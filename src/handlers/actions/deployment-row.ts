import { SlipwayError } from '../../core/errors.ts';
import { ACTION } from '../../slack/ids.ts';
import { decodeDeploymentRow } from '../../slack/row-values.ts';
import { answerClick } from '../answer-click.ts';
import { changesQuery } from '../changes-query.ts';
import { defineAction } from '../define.ts';
import { shippedAnswer, shownDeployment } from '../deployment-answers.ts';

/** The menu beside a deployment in a list: what the commands of the same name do. */
export const deploymentRow = defineAction({
  actionId: ACTION.deploymentRow,
  accept: async (context, click) => {
    const row = decodeDeploymentRow(click.value);
    if (row === undefined) throw new SlipwayError('control-unknown');
    const { person, reply } = click;
    const target = { project: row.project, deployment: row.deployment };
    switch (row.entry) {
      case 'show':
        answerClick(context, click, 'private', () => shownDeployment(context, person, target));
        return;
      case 'changes': {
        const query = changesQuery(new Map(), context.ports.clock.now());
        answerClick(context, click, 'private', () => shippedAnswer(context, person, target, query));
        return;
      }
      case 'approve':
        return context.ports.jobs.act({ kind: 'decide', person, reply, target, decision: 'approved' });
      case 'run':
        return context.ports.jobs.act({ kind: 'run', person, reply, target, again: false });
      case 'open':
    }
  },
});
