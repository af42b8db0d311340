/** A process that starts the embedded Valkey, writes, says so and waits to be killed. */
import { Redis } from 'ioredis';
import { startEmbeddedValkey } from '../../../src/store/embedded/embedded-valkey.ts';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const valkey = await startEmbeddedValkey({ dataDir: process.argv[2], log: silent });
const redis = new Redis(valkey.url);
await redis.set('a', 'written by the parent');
process.send?.('written');
