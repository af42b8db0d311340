/** Whether a GitLab of this version is new enough; one of an unknown form is left to what its endpoints answer. */
export function atLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [, ours, rest] = /^(\d+)\.(\d+)/u.exec(version) ?? [];
  if (ours === undefined || rest === undefined) return true;
  return Number(ours) > major || (Number(ours) === major && Number(rest) >= minor);
}
