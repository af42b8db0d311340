import { fact } from '../../core/notice.ts';
import { defineOperation } from './define.ts';

/** Schedules stopped review apps for deletion: GitLab's dry run first, the real one after the yes. */
export const deleteReviewApps = defineOperation({
  op: 'delete-review-apps',
  preview: async ({ api, project }, operation) => {
    const { before, limit } = operation;
    const { scheduled } = await api.environments.deleteReviewApps(project.id, {
      before,
      limit,
      dryRun: true,
    });
    return { effects: scheduled.map(({ name }) => fact('subject', name)), operation };
  },
  carryOut: async ({ api, project }, { before, limit }) => {
    const { scheduled } = await api.environments.deleteReviewApps(project.id, {
      before,
      limit,
      dryRun: false,
    });
    return {
      subject: String(scheduled.length),
      url: `${project.webUrl}/-/environments`,
      details: scheduled.map(({ name }) => fact('subject', name)),
      many: scheduled.map(({ name }) => name),
    };
  },
});
