import { SlipwayError } from '../../core/errors.ts';
import { ACTION, decodeControl } from '../../slack/ids.ts';
import { defineAction } from '../define.ts';

/** The answer to "as which rule?". It stands in a private message of its own, so it names the card but is not it. */
export const chooseRule = defineAction({
  actionId: ACTION.chooseRule,
  accept: async ({ ports }, { person, reply, channel, value }) => {
    const chosen = decodeControl(value);
    if (chosen?.extra === undefined) throw new SlipwayError('control-unknown');
    await ports.jobs.act({
      kind: 'decide',
      person,
      reply,
      target: { card: chosen.card, revision: chosen.revision, channel },
      decision: 'approved',
      representedAs: chosen.extra,
    });
  },
});
