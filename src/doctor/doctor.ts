import { type Config, problemsInWords, readConfig } from '../config.ts';
import { codeOf } from '../core/errors.ts';
import { StartError } from '../open-store.ts';
import { callbackCheck } from './callback.ts';
import { type Check, Finding } from './check.ts';
import { clockCheck } from './clock.ts';
import { gitlabChecks } from './gitlab.ts';
import { oauthCheck } from './oauth.ts';
import { signInCheck } from './sign-in.ts';
import { slackChecks } from './slack.ts';
import { storeChecks } from './store.ts';
import { watchesFileChecks } from './watches-file.ts';
import { webhookCheck } from './webhook.ts';

/**
 * Checks every setting, credential and connection and prints a line each: `ok`, `NOTE` for what may be better, `MEND` with
 * the remedy for what has to be mended.
 * @returns exit code: 0 when nothing has to be mended, 1 otherwise
 */
export async function runDoctor(
  environment: Readonly<Record<string, string | undefined>>,
  print: (line: string) => void,
): Promise<number> {
  const read = readConfig(environment);
  if (!read.ok) {
    print(problemsInWords(read.problems));
    return 1;
  }
  print('ok      settings: every variable is present and well-formed');
  const store = storeChecks(read.config);
  const checks = checksFor(read.config, store.checks);
  let failed = 0;
  for (const check of checks) {
    const { line, broken } = await outcomeOf(check);
    print(line);
    if (broken) failed += 1;
  }
  await store.close();
  print(failed === 0 ? 'All is well.' : `${failed} of ${checks.length} checks failed.`);
  return failed === 0 ? 0 : 1;
}

const checksFor = (config: Config, ofStore: readonly Check[]): Check[] => [
  ...slackChecks(config),
  ...gitlabChecks(config),
  oauthCheck(config),
  signInCheck(config),
  callbackCheck(config),
  webhookCheck(config),
  ...watchesFileChecks(config),
  ...ofStore,
  clockCheck(config),
];

async function outcomeOf({ name, look }: Check): Promise<{ line: string; broken: boolean }> {
  try {
    const seen = await look();
    const line = typeof seen === 'string' ? `ok      ${name}: ${seen}` : `NOTE    ${name}: ${seen.hint}`;
    return { line, broken: false };
  } catch (error) {
    const remedy =
      error instanceof Finding || error instanceof StartError ? error.message : `failed (${codeOf(error)})`;
    return { line: `MEND    ${name}: ${remedy}`, broken: true };
  }
}
