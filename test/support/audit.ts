import type { PersonName, TestWorld } from './world.ts';

/** The lines of the audit trail with these acts, oldest first, as `act outcome who`. */
export async function auditLines(world: TestWorld, ...acts: string[]): Promise<string[]> {
  const lines = await world.app().ports.audit.newest(200);
  return lines
    .filter((line) => acts.includes(line.act))
    .reverse()
    .map((line) => [line.act, line.outcome, nameOf(world, line.person?.user)].join(' '));
}

const nameOf = (world: TestWorld, user: string | undefined): string => {
  const entries = Object.entries(world.people) as [PersonName, { id: string }][];
  return entries.find(([, person]) => person.id === user)?.[0] ?? 'nobody';
};
