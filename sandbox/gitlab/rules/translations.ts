/**
 * GitLab answers a refusal in the asking person's own language. Only a few texts and two languages are needed
 * here to prove that a client never decides by the words. Written for the sandbox, not GitLab's own wording.
 */
const TEXTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'This environment is not protected.': {
    de: 'Diese Umgebung ist nicht geschützt.',
    ja: 'この環境は保護されていません。',
  },
  'You cannot approve your own deployment. This configuration can be adjusted in the protected environment settings.':
    {
      de: 'Das eigene Deployment kann nicht genehmigt werden. Das lässt sich in den Einstellungen der geschützten Umgebung ändern.',
      ja: '自分のデプロイは承認できません。この設定は保護された環境の設定で変更できます。',
    },
  'Deployment approvals is not configured for this environment.': {
    de: 'Für diese Umgebung sind keine Deployment-Genehmigungen eingerichtet.',
    ja: 'この環境にはデプロイの承認が設定されていません。',
  },
  'This deployment is not waiting for approvals.': {
    de: 'Dieses Deployment wartet nicht auf Genehmigungen.',
    ja: 'このデプロイは承認待ちではありません。',
  },
  "You don't have permission to approve this deployment. Contact the project or group owner for help.": {
    de: 'Ihnen fehlt die Berechtigung, dieses Deployment zu genehmigen. Bitte wenden Sie sich an die Eigentümer von Projekt oder Gruppe.',
    ja: 'このデプロイを承認する権限がありません。プロジェクトまたはグループのオーナーに連絡してください。',
  },
  'There are no approval rules for the given `represent_as` parameter. Use a valid User/Group/Role name instead.':
    {
      de: 'Zum Parameter `represent_as` gibt es keine Genehmigungsregel. Bitte einen gültigen Benutzer-, Gruppen- oder Rollennamen verwenden.',
      ja: '指定された `represent_as` に一致する承認ルールがありません。有効なユーザー名、グループ名、ロール名を指定してください。',
    },
};

/** The text in the given preferred language ('de', 'ja'); anything untranslated stays English, as at GitLab. */
export function translate(text: string, language: string): string {
  return TEXTS[text]?.[language] ?? text;
}
