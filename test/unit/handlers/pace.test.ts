import { expect, test } from 'vitest';
import { SlackUserId, TeamId } from '../../../src/core/ids.ts';
import { createPace } from '../../../src/handlers/pace.ts';

const team = TeamId.parse('T0ACME');
const kim = { team, user: SlackUserId.parse('U0KIM') };
const ana = { team, user: SlackUserId.parse('U0ANA') };

function paceAt(burst = 3, perSecond = 1) {
  const clock = { time: 1_000_000, now: () => clock.time };
  return { clock, pace: createPace(clock, { burst, perSecond }) };
}

test('a person may ask for a few things at once, and then for as many as time allows', () => {
  const { clock, pace } = paceAt();
  expect([1, 2, 3, 4].map(() => pace.admits(kim))).toEqual([true, true, true, false]);
  clock.time += 999;
  expect(pace.admits(kim)).toBe(false);
  clock.time += 1;
  expect([pace.admits(kim), pace.admits(kim)]).toEqual([true, false]);
  clock.time += 60_000;
  expect([1, 2, 3, 4].map(() => pace.admits(kim))).toEqual([true, true, true, false]);
});

test('what one person asks for takes nothing from another', () => {
  const { pace } = paceAt();
  for (let request = 0; request < 1_000; request += 1) pace.admits(kim);
  expect(pace.admits(ana)).toBe(true);
});

test('a person who is too fast is told so once in a while, not each time', () => {
  const { clock, pace } = paceAt();
  expect([pace.mayTell(kim), pace.mayTell(kim), pace.mayTell(ana)]).toEqual([true, false, true]);
  clock.time += 3_000;
  expect(pace.mayTell(kim)).toBe(true);
});

test('a clock that is set back gives nothing and takes nothing', () => {
  const { clock, pace } = paceAt();
  expect([1, 2].map(() => pace.admits(kim))).toEqual([true, true]);
  clock.time -= 60_000;
  expect([pace.admits(kim), pace.admits(kim)]).toEqual([true, false]);
});

test('people who stopped asking are forgotten, and those who ask on are not', () => {
  const { clock, pace } = paceAt();
  for (let number = 0; number < 5_000; number += 1)
    pace.admits({ team, user: SlackUserId.parse(`U${number}`) });
  clock.time += 2_000;
  for (let request = 0; request < 3; request += 1) pace.admits(kim);
  clock.time += 2_000;
  // Asking as somebody else clears out the rest; Kim's bucket is still only two thirds full.
  pace.admits(ana);
  expect([1, 2, 3].map(() => pace.admits(kim))).toEqual([true, true, false]);
});
