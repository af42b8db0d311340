/**
 * Reads one of the variables a comparison app is started with; the names are Slipway's own.
 * @throws Error when it is missing
 */
export function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}
