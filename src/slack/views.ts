import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { slackFailure } from './failure.ts';

const Opened = z.object({ view: z.object({ id: z.string() }) });

/** Modals. */
export interface SlackViews {
  /**
   * Opens a modal (https://docs.slack.dev/reference/methods/views.open). The trigger lives three seconds and works once,
   * so this comes before anything slow.
   * @returns the view's id, by which it is filled later
   * @throws SlipwayError as any call to Slack
   */
  open(triggerId: string, view: ModalView): Promise<string>;
  /**
   * Replaces what an open modal shows; one that was closed meanwhile is no error.
   * @returns whether it was still open
   */
  update(viewId: string, view: ModalView): Promise<boolean>;
}

/** @param client the interactive one: nothing queues before it */
export function createSlackViews(client: WebClient): SlackViews {
  return {
    open: async (triggerId, view) => {
      try {
        return Opened.parse(await client.views.open({ trigger_id: triggerId, view })).view.id;
      } catch (error) {
        throw slackFailure(error);
      }
    },
    update: async (viewId, view) => {
      try {
        await client.views.update({ view_id: viewId, view });
        return true;
      } catch (error) {
        const failure = slackFailure(error);
        if (failure.facts.reason !== 'not_found') throw failure;
        return false;
      }
    },
  };
}
