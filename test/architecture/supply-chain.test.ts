import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { VARIABLES } from '../../src/config-variables.ts';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const Lock = z.object({
  lockfileVersion: z.literal(3),
  packages: z.record(
    z.string(),
    z.object({
      integrity: z.string().optional(),
      resolved: z.string().optional(),
      link: z.boolean().optional(),
      dev: z.boolean().optional(),
      optional: z.boolean().optional(),
      hasInstallScript: z.boolean().optional(),
      os: z.array(z.string()).optional(),
      cpu: z.array(z.string()).optional(),
      libc: z.array(z.string()).optional(),
    }),
  ),
});
const { packages } = Lock.parse(JSON.parse(read('package-lock.json')));
const installed = Object.entries(packages).filter(([path]) => path !== '');

/** What the image and the CI run on. */
const runsOnLinux = (one: (typeof packages)[string]): boolean =>
  (one.os ?? ['linux']).includes('linux') &&
  (one.cpu ?? ['x64']).some((cpu) => cpu === 'x64' || cpu === 'arm64') &&
  (one.libc ?? ['glibc']).includes('glibc');

describe('what is installed', () => {
  it('is pinned by its digest; left out are binaries of platforms the image does not run on', () => {
    const unpinned = installed.filter(([, one]) => one.integrity === undefined);
    expect(
      unpinned.filter(([, one]) => one.optional !== true || runsOnLinux(one)).map(([path]) => path),
    ).toEqual([]);
    for (const [path, { integrity }] of installed)
      if (integrity !== undefined) expect(integrity, path).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/u);
  });

  it('comes from the registry and from nowhere else', () => {
    const foreign = installed.filter(
      ([, { resolved, link }]) =>
        link === true || (resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/')),
    );
    expect(foreign).toEqual([]);
  });

  it('is named by its exact version', () => {
    const Manifest = z.object({
      dependencies: z.record(z.string(), z.string()),
      devDependencies: z.record(z.string(), z.string()),
    });
    const { dependencies, devDependencies } = Manifest.parse(JSON.parse(read('package.json')));
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies }))
      expect(version, name).toMatch(/^\d+\.\d+\.\d+$/u);
  });

  it('asks for an install script in two known cases, neither of which needs it', () => {
    const asking = installed.filter(([, one]) => one.hasInstallScript === true);
    // Both look for a binary that is there as an optional package of its own.
    expect(asking.map(([path]) => path)).toEqual(['node_modules/esbuild', 'node_modules/msgpackr-extract']);
  });

  it('is what the lockfile says, wherever it is installed: no text and no script says anything but npm ci', () => {
    for (const path of ['README.md', 'CONTRIBUTING.md', 'docs/operating.md', 'Dockerfile', '.ci/run']) {
      const loose = read(path).match(/npm (?:i|install|update|add)\b.*/gu);
      expect(loose, path).toBeNull();
    }
    expect(read('.ci/run')).toMatch(/^npm ci$/mu);
  });

  it('runs no script in the image, since .npmrc is there before the packages are', () => {
    expect(read('.npmrc')).toContain('ignore-scripts=true');
    const stages = read('Dockerfile').split(/^FROM /mu);
    for (const stage of stages.filter((one) => one.includes('npm ci')))
      expect(stage).toMatch(/COPY [^\n]*\.npmrc[^\n]*\nRUN npm ci/u);
  });
});

/** A project with one package, whose install script leaves a trace, and the settings of ours. */
function project(integrityOf: (right: string) => string): { dir: string; script: string } {
  const dir = mkdtempSync(join(tmpdir(), 'slipway-install-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const script = join(dir, 'script-ran');
  mkdirSync(join(dir, 'package'));
  const manifest = {
    name: 'dep',
    version: '1.0.0',
    scripts: { install: `node -e "require('fs').writeFileSync('${script}','')"` },
  };
  writeFileSync(join(dir, 'package', 'package.json'), JSON.stringify(manifest));
  execFileSync('tar', ['-czf', 'dep.tgz', 'package'], { cwd: dir });
  const digest = createHash('sha512')
    .update(readFileSync(join(dir, 'dep.tgz')))
    .digest('base64');
  const integrity = integrityOf(`sha512-${digest}`);
  const own = { name: 'own', version: '1.0.0', dependencies: { dep: 'file:dep.tgz' } };
  writeFileSync(join(dir, 'package.json'), JSON.stringify(own));
  const locked = { version: '1.0.0', resolved: 'file:dep.tgz', integrity, hasInstallScript: true };
  const lock = {
    name: 'own',
    version: '1.0.0',
    lockfileVersion: 3,
    packages: { '': own, 'node_modules/dep': locked },
  };
  writeFileSync(join(dir, 'package-lock.json'), JSON.stringify(lock));
  copyFileSync(join(root, '.npmrc'), join(dir, '.npmrc'));
  return { dir, script };
}

const install = (dir: string) =>
  spawnSync('npm', ['ci', '--offline', '--no-audit', '--cache', join(dir, 'cache')], {
    cwd: dir,
    encoding: 'utf8',
  });

describe('npm ci with our settings', () => {
  it('installs what the lockfile says, and runs none of its scripts', () => {
    const { dir, script } = project((right) => right);
    expect(install(dir)).toMatchObject({ status: 0 });
    expect(existsSync(join(dir, 'node_modules/dep/package.json'))).toBe(true);
    expect(existsSync(script)).toBe(false);
  });

  it('fails when a package is not what the lockfile says', () => {
    const { dir } = project(() => `sha512-${'A'.repeat(86)}==`);
    const { status, stderr } = install(dir);
    expect(status).not.toBe(0);
    expect(stderr).toContain('EINTEGRITY');
  });

  it('fails when package.json asks for something the lockfile does not hold', () => {
    const { dir } = project((right) => right);
    const own = { name: 'own', version: '1.0.0', dependencies: { dep: 'file:dep.tgz', other: '1.0.0' } };
    writeFileSync(join(dir, 'package.json'), JSON.stringify(own));
    expect(install(dir).status).not.toBe(0);
  });
});

describe('docker-compose.secrets.yml', () => {
  const Secrets = z.strictObject({
    services: z.strictObject({
      slipway: z.strictObject({
        environment: z.record(z.string(), z.string()),
        secrets: z.array(z.string()),
      }),
    }),
    secrets: z.record(z.string(), z.strictObject({ file: z.string() })),
  });
  const { services, secrets } = Secrets.parse(parse(read('docker-compose.secrets.yml')));
  const { environment, secrets: mounted } = services.slipway;

  it('hands over only what is secret, each from a file of its own', () => {
    const known = VARIABLES.filter((variable) => 'secret' in variable).map(({ name }) => `${name}_FILE`);
    for (const [name, path] of Object.entries(environment)) {
      expect(known).toContain(name);
      const secret = name.replace(/_FILE$/u, '').toLowerCase();
      expect(path).toBe(`/run/secrets/${secret}`);
      expect(mounted).toContain(secret);
      expect(secrets[secret]).toEqual({ file: `./secrets/${secret}` });
    }
    expect(Object.keys(secrets)).toEqual(mounted);
    expect(mounted).toHaveLength(Object.keys(environment).length);
  });

  it('keeps the files out of the repository and out of the image', () => {
    expect(read('.gitignore').split('\n')).toContain('/secrets/');
    expect(read('.dockerignore')).not.toContain('!secrets');
  });
});
