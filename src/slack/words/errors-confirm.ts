import type { ErrorWordsOf } from './error-words.ts';

const AGAIN = 'Press *Approve* on the card again to get a new link.';

/** What went wrong while an approval was confirmed in the browser. */
export const CONFIRM_ERRORS: ErrorWordsOf<
  | 'confirm-unavailable'
  | 'confirm-expired'
  | 'confirm-foreign'
  | 'confirm-refused'
  | 'confirm-scope'
  | 'confirm-other-account'
  | 'confirm-stale'
  | 'confirm-unproven'
  | 'confirm-outdated'
> = {
  'confirm-unavailable': () => ({
    say: 'Approvals cannot be confirmed in the browser here: people’s browsers do not reach this Slipway (`SIGN_IN=device`). Nothing was changed.',
    next: 'Leave out `confirm:browser`, or ask whoever runs Slipway to give it an address that browsers reach (`PUBLIC_URL`). Approving in GitLab itself works in any case.',
  }),
  'confirm-expired': () => ({
    say: 'This link has expired, or was used already. Nothing was approved by it.',
    next: AGAIN,
  }),
  'confirm-foreign': () => ({
    say: 'This confirmation was started in another browser. Nothing was approved.',
    next: AGAIN,
  }),
  'confirm-refused': (facts) => ({
    say: `GitLab did not confirm who you are${facts.has('said') ? `: ${facts.text('said', '').replace(/\.+$/u, '')}` : ''}. Nothing was approved.`,
    next: AGAIN,
  }),
  'confirm-scope': () => ({
    say: 'GitLab does not let Slipway ask who signed in: its OAuth application lacks the scope `openid`. Nothing was approved.',
    next: 'Ask whoever runs Slipway to add the scope `openid` to the OAuth application in GitLab (Applications > Edit). Until then, approve in GitLab itself.',
  }),
  'confirm-other-account': (facts) => ({
    say: `You signed in to GitLab with another account than ${facts.code('gitlabUser', 'the one you are connected with')}. Nothing was approved.`,
    next: `${AGAIN} Then sign in with the account you are connected with.`,
  }),
  'confirm-stale': () => ({
    say: 'GitLab did not ask you to sign in anew, so this does not show that it is you. Nothing was approved.',
    next: `Sign out of GitLab in this browser. ${AGAIN}`,
  }),
  'confirm-unproven': (facts) => ({
    say: `GitLab's word on who signed in could not be trusted${facts.has('said') ? ` (${facts.text('said', '')})` : ''}. Nothing was approved.`,
    next: `${AGAIN} If it happens again, whoever runs Slipway should check that \`GITLAB_URL\` is the address GitLab has for itself.`,
  }),
  'confirm-outdated': () => ({
    say: 'What you confirmed is more than ten minutes old, or the deployment has changed since, or you are connected to another GitLab account now. Nothing was approved.',
    next: 'Look at the card, and press *Approve* again if it is still right.',
  }),
};
