export interface Version {
  readonly text: string;
  readonly enterprise: boolean;
  /** Whether this server is at least the given `major.minor`. */
  atLeast(other: string): boolean;
}

function numbers(text: string): [number, number] {
  const match = /^(\d+)(?:\.(\d+))?/.exec(text);
  if (!match) throw new Error(`not a GitLab version: ${text}`);
  return [Number(match[1]), Number(match[2] ?? 0)];
}

/**
 * Reads a version as `/version` prints it: `19.3.0-ee` is EE, without the suffix CE.
 * @throws Error when the text does not start with a number
 */
export function parseVersion(text: string): Version {
  const [major, minor] = numbers(text);
  return {
    text,
    enterprise: text.includes('-ee'),
    atLeast(other) {
      const [otherMajor, otherMinor] = numbers(other);
      return major > otherMajor || (major === otherMajor && minor >= otherMinor);
    },
  };
}
