import type { ChainableCommander, Redis } from 'ioredis';

/**
 * Runs several commands as one step (MULTI/EXEC) and answers their replies in order.
 * @throws the first command's error, or Error when the transaction was dropped
 */
export async function transaction(
  redis: Redis,
  build: (commands: ChainableCommander) => unknown,
): Promise<unknown[]> {
  const commands = redis.multi();
  build(commands);
  const replies = await commands.exec();
  if (replies === null) throw new Error('the transaction was dropped');
  return replies.map(([error, reply]) => {
    if (error !== null) throw error;
    return reply;
  });
}
