import { expect, it } from 'vitest';
import { isProduction } from '../../../src/core/tier.ts';

it.each([
  ['production', true],
  ['PRODUCTION', true],
  ['prod-eu-1', true],
  ['us/prd', true],
  ['live', true],
  ['kiosk', false],
  ['staging', false],
  ['preprod', false],
  ['pre-production', false],
  ['non-prod', false],
  ['prod-test', false],
  ['review/live-search', false],
  ['development', false],
  ['', false],
])('%j is guessed to be production: %s', (name, answer) => {
  expect(isProduction({ name })).toBe(answer);
  expect(isProduction({ name, tier: null })).toBe(answer);
});

it.each([
  ['kiosk', 'production', true],
  ['production', 'staging', false],
  ['production', 'other', false],
  ['production', 'a-later-tier', false],
])('%s of tier %s is production: %s, whatever its name', (name, tier, answer) => {
  expect(isProduction({ name, tier })).toBe(answer);
});
