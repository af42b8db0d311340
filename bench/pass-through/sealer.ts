import type { Sealer } from '../../src/core/ports/stores.ts';
import { createSealer as createRealSealer } from '../../src/store/sealer.ts';

const OPEN = 'open.';

/** Seals nothing; what was sealed before the start is deciphered once, and known from then on. */
export function createSealer(keys: readonly Buffer[]): Sealer {
  const real = createRealSealer(keys);
  const known = new Map<string, string>();
  return {
    ...real,
    isCurrent: () => true,
    seal: (text) => `${OPEN}${text}`,
    open: (sealed, context) => {
      if (sealed.startsWith(OPEN)) return sealed.slice(OPEN.length);
      const text = known.get(sealed) ?? real.open(sealed, context);
      known.set(sealed, text);
      return text;
    },
  };
}
