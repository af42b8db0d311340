import { onTestFinished } from 'vitest';
import {
  type SandboxGitLab,
  type SandboxOptions,
  startSandboxGitLab,
} from '../../../sandbox/gitlab/sandbox-gitlab.ts';

export interface Answered {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

export interface Shop {
  readonly gitlab: SandboxGitLab;
  readonly world: SandboxGitLab['world'];
  /** One API call below /api/v4 as a person. */
  api(method: string, path: string, username: string, body?: unknown): Promise<Answered>;
}

/** JSON as JSON, anything else as text. */
export async function answered(response: Response): Promise<Answered> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
}

function furnish({ world }: SandboxGitLab): void {
  world.addUser({ username: 'dana', name: 'Dana' });
  world.addUser({ username: 'kim', name: 'Kim' });
  world.addUser({ username: 'lee', name: 'Lee', language: 'de' });
  world.addUser({ username: 'gus', name: 'Gus' });
  world.addUser({ username: 'root', name: 'Root', admin: true });
  world.addUser({ username: 'stranger', name: 'Stranger' });
  world.addGroup({ path: 'acme', name: 'Acme' });
  world.addGroup({
    path: 'acme/security',
    name: 'Security Team',
    members: { kim: 'developer', lee: 'developer' },
  });
  const members = { dana: 'developer', kim: 'maintainer', lee: 'developer', gus: 'guest' } as const;
  world.addProject({ path: 'acme/shop', name: 'Shop', members });
  world.addEnvironment('acme/shop', { name: 'production' });
  world.addEnvironment('acme/shop', { name: 'staging' });
  world.protectEnvironment('acme/shop', 'production', {
    deployers: [{ role: 'maintainer' }],
    rules: [{ group: 'acme/security', required: 1 }, { role: 'maintainer' }],
  });
}

/** A shop whose production needs one approval of Security and one of a maintainer; stops with the test. */
export async function openShop(options: SandboxOptions = {}): Promise<Shop> {
  const gitlab = await startSandboxGitLab(options);
  onTestFinished(() => gitlab.stop());
  furnish(gitlab);
  const tokens = new Map<string, string>();
  const tokenOf = (username: string) => {
    const token = tokens.get(username) ?? gitlab.world.addToken(username);
    tokens.set(username, token);
    return token;
  };
  return {
    gitlab,
    world: gitlab.world,
    async api(method, path, username, body) {
      const headers = { 'PRIVATE-TOKEN': tokenOf(username), 'Content-Type': 'application/json' };
      const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
      return answered(await fetch(`${gitlab.url}/api/v4${path}`, init));
    },
  };
}
