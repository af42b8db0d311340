import { SlipwayError } from '../core/errors.ts';
import { WRITABLE_STATUSES } from '../core/operations.ts';

/** @throws SlipwayError `bad-value` for a status that belongs to GitLab CI */
export function writableStatus(text: string): (typeof WRITABLE_STATUSES)[number] {
  const status = WRITABLE_STATUSES.find((one) => one === text.toLowerCase());
  if (status === undefined)
    throw new SlipwayError('bad-value', { option: 'status', value: text, known: WRITABLE_STATUSES });
  return status;
}
