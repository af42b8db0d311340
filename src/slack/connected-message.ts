import { plain, type Rendered, section } from './text-objects.ts';
import { plainFallback } from './words/fallback.ts';
import { MODAL } from './words/modals.ts';

/**
 * For somebody who had to connect before a dialog could open: nothing but a click opens one, so this has them click anew.
 * @param what the control they used, in its own words
 * @param actionId of a control that works from a private message
 */
export const connectedMessage = (what: string, actionId: string, value: string): Rendered => ({
  text: plainFallback(MODAL.connected(what)),
  blocks: [
    section(MODAL.connected(what)),
    {
      type: 'actions',
      elements: [{ type: 'button', action_id: actionId, style: 'primary', text: plain(what, 75), value }],
    },
  ],
});
