import type { MergeRequest } from './deployment.ts';
import type { Shipping } from './shipping.ts';

/** What a deployment ships: of one that succeeded, what GitLab linked to it; before that, what it would bring. */
export type Shipped =
  | {
      readonly kind: 'linked';
      readonly rows: readonly MergeRequest[];
      readonly page: number;
      readonly hasMore: boolean;
    }
  | { readonly kind: 'expected'; readonly shipping: Shipping };
