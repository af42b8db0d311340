import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Something between a client and Redis that can be cut or made to hold everything back. */
export interface Relay {
  readonly url: string;
  /** Closes every connection and refuses new ones. */
  cut(): Promise<void>;
  /** Accepts connections but passes nothing on, as a frozen server does. */
  freeze(): void;
  /** Undoes `cut` and `freeze`. */
  mend(): Promise<void>;
  close(): Promise<void>;
}

/** A relay on loopback to the Redis at `target`. */
export async function relayTo(target: string): Promise<Relay> {
  const to = new URL(target);
  const sockets = new Set<Socket>();
  let frozen = false;
  let port = 0;
  const pass = (from: Socket, into: Socket): void => {
    sockets.add(from);
    from.on('data', (bytes) => (frozen ? undefined : into.write(bytes)));
    from.on('close', () => {
      sockets.delete(from);
      into.destroy();
    });
    from.on('error', () => undefined);
  };
  const server = createServer((client) => {
    const redis = connect(Number(to.port), to.hostname);
    pass(client, redis);
    pass(redis, client);
  });
  const open = async (): Promise<void> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address !== null && typeof address === 'object') port = address.port;
  };
  const cut = async (): Promise<void> => {
    const closed = server.listening ? once(server, 'close') : Promise.resolve();
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await open();
  const url = new URL(target);
  url.port = String(port);
  url.hostname = '127.0.0.1';
  return {
    url: url.href,
    cut,
    freeze: () => {
      frozen = true;
    },
    mend: async () => {
      // What was held back is lost, as with a connection that died.
      if (frozen) for (const socket of sockets) socket.destroy();
      frozen = false;
      if (!server.listening) await open();
    },
    close: cut,
  };
}
