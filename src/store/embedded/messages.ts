import { z } from 'zod';

/** What the parent tells the process that runs Valkey. The password travels here, since other users can read `ps`. */
export const Order = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('start'),
    port: z.number().int(),
    dataDir: z.string().optional(),
    password: z.string().min(1),
  }),
  z.object({ kind: z.literal('save'), id: z.number().int() }),
  z.object({ kind: z.literal('stop') }),
]);
export type Order = z.infer<typeof Order>;
export type StartOrder = Extract<Order, { kind: 'start' }>;

/** What it answers. `saved` means: everything written before the order was given is on disk. */
export const Report = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), port: z.number().int() }),
  z.object({
    kind: z.literal('refused'),
    why: z.enum(['port-taken', 'dir-in-use', 'dump-damaged', 'broken']),
    detail: z.string(),
  }),
  z.object({ kind: z.literal('saved'), id: z.number().int() }),
  z.object({ kind: z.literal('save-failed'), id: z.number().int(), detail: z.string() }),
]);
export type Report = z.infer<typeof Report>;
