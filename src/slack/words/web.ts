/**
 * Strings of the sign-in pages, as plain text: whoever builds the page escapes them for HTML.
 */
export const WEB = {
  product: 'Slipway',
  confirm: {
    title: 'Connect GitLab to Slack',
    question: (gitlab: string, slack: string): string =>
      `Connect the GitLab account @${gitlab} to the Slack user ${slack}?`,
    consequence:
      'Approvals and runs this Slack user asks for will count as yours in GitLab. Continue only if both are you.',
    confirm: 'Connect',
    cancel: 'Cancel',
  },
  done: {
    title: 'Connected',
    text: (gitlab: string, slack: string): string =>
      `GitLab @${gitlab} is now connected to the Slack user ${slack}.`,
    next: 'You can close this page and go back to Slack.',
  },
  canceled: {
    title: 'Not connected',
    text: 'Nothing was connected. You can close this page.',
  },
  failed: {
    title: 'Not connected',
    next: 'Go back to Slack and try again.',
  },
} as const;
