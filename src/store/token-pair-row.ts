import { z } from 'zod';

/** A pair of tokens inside a sealed value. */
export const TokenPairRow = z
  .object({
    accessToken: z.string(),
    refreshToken: z.string().optional(),
    expiresAt: z.number().optional(),
  })
  // JSON leaves out what is undefined; here every key is present again.
  .transform(({ accessToken, refreshToken, expiresAt }) => ({ accessToken, refreshToken, expiresAt }));
