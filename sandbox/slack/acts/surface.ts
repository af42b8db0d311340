import type { OpenView, StoredMessage } from '../model.ts';

/** Where a person acts: on a message, or in a dialog or Home tab. */
export type Surface = { message: StoredMessage; view?: never } | { view: OpenView; message?: never };

/** What a person put into an element. */
export type Filled = string | string[] | boolean;
