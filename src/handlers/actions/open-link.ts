import { defineAction } from '../define.ts';

/** Buttons that only open an address: the browser does the work, Slack wants the click acknowledged all the same. */
export const openLink = defineAction({ actionId: 'link:', accept: () => Promise.resolve() });
