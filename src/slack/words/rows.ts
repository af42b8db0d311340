/** Entries of the menus beside the rows of a list. */
export const ROW = {
  show: 'Show',
  approve: 'Approve',
  run: 'Run',
  /** In production a button with a question of its own stands in what is shown. */
  showAnd: { approve: 'Show and approve…', run: 'Show and run…' },
  changes: 'What it ships',
  stop: 'Stop…',
  open: 'Open in GitLab',
} as const;
