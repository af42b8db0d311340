import { deploymentUrl } from '../../core/links.ts';
import { fact } from '../../core/notice.ts';
import { defineOperation } from './define.ts';

/** Records a deployment that ran outside GitLab CI. GitLab answers the last success itself when that is the same. */
export const createDeployment = defineOperation({
  op: 'create-deployment',
  carryOut: async ({ api, project }, { environment, sha, ref, tag, status }) => {
    const made = await api.deployments.create(project.id, { environment, sha, ref, tag, status });
    return {
      subject: `#${made.id}`,
      url: deploymentUrl(project, made),
      deployment: made.id,
      details: [
        fact('environment', made.environment.name),
        fact('version', `${made.ref} · ${made.sha.slice(0, 8)}`),
        fact('status', made.status),
      ],
    };
  },
});
