import { literal } from '../escape.ts';

/** The words of the form in which a watch is set up; Slack takes 24 characters for titles and buttons. */
export const WATCH_FORM = {
  title: 'Watch deployments',
  changeTitle: 'Change a watch',
  edit: 'Edit',
  next: 'Next',
  submit: 'Watch',
  changeSubmit: 'Change',
  project: 'Project or group',
  projectHint:
    'Its path like group/app, its number, or its GitLab address. All projects of a group: group/*.',
  watched: 'One that this channel watches already',
  choose: 'Choose',
  about: (path: string): string =>
    path.endsWith('/*') ? `All projects of *${literal(path.slice(0, -2))}*` : `Project: *${literal(path)}*`,
  environments: 'Environments',
  environmentsHint: 'None chosen and none typed: every environment.',
  env: '… or patterns of environments',
  envHint: 'Separated by commas, such as review/*, !review/old',
  tier: 'Tiers',
  tierHint: 'None chosen: every tier.',
  ref: 'Branches or tags',
  refHint: 'Names or patterns, such as main, v*, !v0*. Empty: all of them.',
  by: 'Deployed by',
  byHint: 'GitLab usernames or patterns, such as dana, !renovate*. Empty: anybody.',
  on: 'What comes',
  people: 'People to call',
  peopleHint: 'Mentioned once, when a deployment first shows. Five together with the user groups below.',
  mention: 'User groups to call',
  mentionHint: 'Such as @sec-approvers, separated by commas. A whole channel is never called.',
  mode: 'Where messages go',
  modes: {
    message: 'In this channel, a message for each deployment',
    thread: 'In this channel, all of a day in one thread',
    dm: 'To me alone, as direct messages',
  },
  modeHint: (command: string): string => `To get them yourself, besides: ${command}`,
  confirm: 'Approvals',
  confirmBox: 'Confirmed in the browser, after a fresh sign-in to GitLab',
} as const;
