import type { AuditTrail } from '../../src/core/ports/stores.ts';
import { createAuditTrail as createRealTrail } from '../../src/store/audit.ts';

/** Keeps no line. */
export const createAuditTrail = (context: Parameters<typeof createRealTrail>[0]): AuditTrail => ({
  ...createRealTrail(context),
  append: () => Promise.resolve(),
  find: () => Promise.resolve(undefined),
});
