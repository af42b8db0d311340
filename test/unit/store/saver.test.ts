import { describe, expect, it } from 'vitest';
import { createSaver } from '../../../src/store/embedded/saver.ts';

/** A save that ends when told, and counts. */
function slowSave() {
  const ends: ((error?: Error) => void)[] = [];
  const save = (): Promise<void> =>
    new Promise((resolve, reject) => {
      ends.push((error) => (error === undefined ? resolve() : reject(error)));
    });
  return { ends, save };
}

describe('wishes to save', () => {
  it('made together share one save', async () => {
    const { ends, save } = slowSave();
    const wish = createSaver(save);
    const all = Promise.all([wish(), wish(), wish()]);
    await expect.poll(() => ends.length).toBe(1);
    ends[0]?.();
    await all;
    expect(ends).toHaveLength(1);
  });

  it('made while a save runs wait for the next one, which begins after them', async () => {
    const { ends, save } = slowSave();
    const wish = createSaver(save);
    const first = wish();
    await expect.poll(() => ends.length).toBe(1);
    let isSecondSaved = false;
    const second = wish().then(() => {
      isSecondSaved = true;
    });
    ends[0]?.();
    await first;
    await expect.poll(() => ends.length).toBe(2);
    expect(isSecondSaved).toBe(false);
    ends[1]?.();
    await second;
  });

  it('are told of a failure, and a later one is tried anew', async () => {
    const { ends, save } = slowSave();
    const wish = createSaver(save);
    const failed = wish();
    await expect.poll(() => ends.length).toBe(1);
    ends[0]?.(new Error('the disk is full'));
    await expect(failed).rejects.toThrow('the disk is full');
    const later = wish();
    await expect.poll(() => ends.length).toBe(2);
    ends[1]?.();
    await later;
  });
});
