import { startApp } from '../../src/app.ts';
import { problemsInWords, readConfig } from '../../src/config.ts';
import { secretsOf } from '../../src/config-secrets.ts';
import { createLog } from '../../src/log.ts';

/**
 * The bot as a process of its own, as `src/main.ts start` runs it, but with short waits for answers that got lost:
 * nobody can wait 45 s in a test. Whoever kills it sees what a killed bot leaves behind.
 */
const read = readConfig(process.env);
if (!read.ok) throw new Error(problemsInWords(read.problems));
const app = await startApp(read.config, {
  log: createLog(read.config.logLevel, undefined, secretsOf(read.config)),
  settings: { settlePost: { afterMs: 600, againMs: 300 }, settleDecisionMs: 500 },
});
process.once('SIGTERM', () => void app.stop().then(() => process.exit(0)));
