/** What Slack shows of the app itself and of its commands. */
export const MANIFEST_WORDS = {
  display: {
    name: 'Slipway',
    description: 'Approve, run and watch GitLab deployments',
    background_color: '#1f2a44',
  },
  commands: {
    deploy: {
      description: 'GitLab deployments: what waits, approve, run',
      usage_hint: 'pending | show 4711 | approve 4711 | help',
    },
    env: {
      description: 'GitLab environments: see, create, change, stop',
      usage_hint: 'list | show production | stop review/x | help',
    },
    slipway: {
      description: 'Connect GitLab, and watch projects in this channel',
      usage_hint: 'connect | watch group/app | watches | help',
    },
  },
} as const;
