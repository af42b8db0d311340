import type { Notice } from '../core/notice.ts';
import type { SlackNotices } from '../core/ports/slack.ts';
import { slackFailure } from './failure.ts';
import { withinLimits } from './limits.ts';
import { type DeliveryDeps, deliver, viaDirect } from './private-delivery.ts';
import type { Rendered } from './text-objects.ts';
import { type NoticeSettings, noticeMessage } from './words/notices.ts';

/** What the notices need of the outside. */
export interface NoticeDeps extends DeliveryDeps {
  readonly settings: NoticeSettings;
}

/** Private words for one person. */
export function createSlackNotices(deps: NoticeDeps): SlackNotices {
  const render = (notice: Notice): Rendered => withinLimits(noticeMessage(notice, deps.settings));
  return {
    tell: (reply, notice) => deliver(deps, reply, render(notice)),
    direct: async (person, notice) => {
      await viaDirect(deps, person, render(notice)).catch((error: unknown) => {
        throw slackFailure(error);
      });
    },
  };
}
