import type { ModalView } from '@slack/types';
import type { FormView } from '../core/forms.ts';
import type { Notice } from '../core/notice.ts';
import type { SlackForms } from '../core/ports/slack.ts';
import type { Log } from '../core/ports/time.ts';
import { noticeModal } from './modals/notice.ts';
import { refusedFormModal } from './modals/refused-form.ts';
import type { SlackViews } from './views.ts';
import type { NoticeSettings } from './words/notices.ts';

/** Ends of forms, shown in their own modals. */
export function createSlackForms(deps: {
  readonly views: SlackViews;
  readonly settings: NoticeSettings;
  readonly log: Log;
}): SlackForms {
  return {
    answer: async (view, notice, again) => {
      try {
        return await deps.views.update(view, draw(notice, again, deps.settings));
      } catch (error) {
        deps.log.warn({ err: error }, 'the end of a form could not be shown in it');
        return false;
      }
    },
  };
}

function draw(notice: Notice, again: FormView | undefined, settings: NoticeSettings): ModalView {
  if (again === undefined || notice.kind !== 'error') return noticeModal(notice, settings);
  return refusedFormModal(again, notice, settings.commands);
}
