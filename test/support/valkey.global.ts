import type { TestProject } from 'vitest/node';
import { startEmbeddedValkey } from '../../src/store/embedded/embedded-valkey.ts';

declare module 'vitest' {
  interface ProvidedContext {
    redisUrl: string;
  }
}

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: console.error };

/** One Redis for the whole run: the embedded one, or the system's where SLIPWAY_TEST_REDIS_URL names it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.SLIPWAY_TEST_REDIS_URL;
  if (given !== undefined && given !== '') {
    project.provide('redisUrl', given);
    return async () => {};
  }
  const valkey = await startEmbeddedValkey({ dataDir: undefined, log: quiet });
  project.provide('redisUrl', valkey.url);
  return () => valkey.stop();
}
