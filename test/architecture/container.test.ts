import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const read = (path: string): string => readFileSync(join(import.meta.dirname, '..', '..', path), 'utf8');

/** Of https://docs.docker.com/reference/compose-file/services/ what the file uses; anything else is a slip of the pen. */
const Service = z.strictObject({
  build: z.literal('.').optional(),
  image: z.string(),
  init: z.boolean().optional(),
  restart: z.enum(['no', 'always', 'on-failure', 'unless-stopped']),
  stop_grace_period: z.string().regex(/^\d+s$/u),
  depends_on: z.record(z.string(), z.strictObject({ condition: z.literal('service_healthy') })).optional(),
  env_file: z.string().optional(),
  environment: z.record(z.string(), z.string()).optional(),
  ports: z.array(z.string()).optional(),
  user: z.string().optional(),
  command: z.array(z.string()).optional(),
  healthcheck: z
    .strictObject({
      test: z.array(z.string()),
      interval: z.string(),
      timeout: z.string(),
      retries: z.number(),
    })
    .optional(),
  volumes: z.array(z.string()).optional(),
  read_only: z.literal(true),
  tmpfs: z.array(z.string()),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
});
const Compose = z.strictObject({
  services: z.strictObject({ slipway: Service, redis: Service }),
  volumes: z.record(z.string(), z.null()),
});

describe('docker-compose.yml', () => {
  const { services, volumes } = Compose.parse(parse(read('docker-compose.yml')));

  it('gives no container a right it does not need', () => {
    for (const service of Object.values(services)) expect(Service.safeParse(service).success).toBe(true);
  });

  it('keeps what Redis holds: append-only, never evicted, on a volume', () => {
    expect(services.redis.command?.join(' ')).toContain('--appendonly yes');
    expect(services.redis.command?.join(' ')).toContain('--maxmemory-policy noeviction');
    expect(services.redis.volumes).toEqual(['redis:/data']);
    expect(volumes).toHaveProperty('redis');
  });

  it('starts the bot after Redis answers, and leaves it time to stop', () => {
    expect(services.slipway.depends_on).toEqual({ redis: { condition: 'service_healthy' } });
    expect(services.redis.healthcheck?.test).toEqual(['CMD', 'redis-cli', 'ping']);
    expect(Number.parseInt(services.slipway.stop_grace_period, 10)).toBeGreaterThan(10);
  });

  it('reaches Redis by its name and is reachable from this machine only', () => {
    expect(services.slipway.environment?.REDIS_URL).toBe('redis://redis:6379/0');
    expect(services.slipway.ports).toEqual(['127.0.0.1:3000:3000']);
  });

  it('carries the version of the package', () => {
    const { version } = z.object({ version: z.string() }).parse(JSON.parse(read('package.json')));
    expect(services.slipway.image).toBe(`slipway:${version}`);
  });
});

describe('Dockerfile', () => {
  const lines = read('Dockerfile').split('\n');
  const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));

  it('runs a release of Node that package.json admits, and the same in every stage', () => {
    const images = lines.filter((line) => line.startsWith('FROM ')).map((line) => line.split(' ')[1]);
    expect(new Set(images)).toEqual(new Set(['node:24-bookworm-slim']));
  });

  it('runs as somebody who is not root, with the data folder theirs', () => {
    expect(last.indexOf('USER node')).toBeGreaterThan(
      last.findIndex((line) => line.includes('chown node:node /data')),
    );
    expect(last).toContain('VOLUME /data');
  });

  it('holds no package that only development needs', () => {
    expect(lines).toContain('RUN npm ci --omit=dev');
    expect(last.some((line) => line.startsWith('COPY --from=packages'))).toBe(true);
    expect(last.some((line) => line.includes('npm'))).toBe(false);
  });

  it('copies only what .dockerignore lets through', () => {
    const sent = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'));
    const copied = lines
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
      .flatMap((line) => line.split(' ').slice(1, -1));
    expect([...new Set(copied)].map((name) => `!${name}`).sort()).toEqual([...sent].sort());
  });
});
