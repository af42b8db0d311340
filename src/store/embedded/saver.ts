/** Waits this long for other writes to join a SAVE, milliseconds. */
const GATHER_MS = 10;

/**
 * Turns many wishes to save into few saves: whoever asks while one is being gathered shares it, whoever asks while one
 * runs gets the next. Each promise settles with a save that began after it was asked for, so it covers the write.
 */
export function createSaver(save: () => Promise<void>): () => Promise<void> {
  let gathering: Promise<void> | undefined;
  let running: Promise<void> = Promise.resolve();
  const next = async (): Promise<void> => {
    await running;
    await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    gathering = undefined;
    const saving = save();
    running = saving.catch(() => undefined);
    await saving;
  };
  return () => {
    gathering ??= next();
    return gathering;
  };
}
