import type { Delivery } from '../model.ts';

/** Slack's word for an app that did not answer (in time). */
export function failureOf(delivery: Delivery): string {
  return delivery.status === 0 ? 'operation_timeout' : 'dispatch_failed';
}
