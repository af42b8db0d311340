import type { RunningApp } from '../../src/app.ts';
import { fileOf } from './file-of.ts';
import { startWorld, type TestWorld, type WorldOptions } from './world.ts';

/** A world whose bot is started with one file of watches after the other. */
export interface FileWorld extends TestWorld {
  /** Starts the bot with a file that says this, or with none; the one that ran before is stopped. */
  start(yaml: string | undefined): Promise<RunningApp>;
  /** What the channel was told so far. */
  told(): string[];
  /** Waits until the channel was told so much, and answers the last of it. */
  toldLast(count: number): Promise<string>;
  /** The trail's lines of the file, as `act what detail`. */
  trail(): Promise<string[]>;
}

export async function startFileWorld(options: WorldOptions = {}): Promise<FileWorld> {
  const world = await startWorld({ withoutBot: true, ...options });
  let running: RunningApp | undefined;
  const told = (): string[] =>
    world.slack.messages(world.channel.id).map((one) => world.slack.visibleText(one));
  return Object.assign(world, {
    start: async (yaml: string | undefined) => {
      await running?.stop();
      running = await world.startBot({}, yaml === undefined ? {} : { WATCHES_FILE: fileOf(yaml) });
      return running;
    },
    told,
    toldLast: (count: number) =>
      world.slack.waitFor(() => told()[count - 1], { what: `${count} words for the channel` }),
    trail: async () => {
      const lines = (await running?.ports.audit.newest(200)) ?? [];
      return lines
        .filter(({ actor }) => actor === 'file')
        .map(({ act, project, detail }) =>
          [act, project, detail].filter((part) => part !== undefined).join(' '),
        )
        .reverse();
    },
  });
}

/** A file that declares these for a channel. */
export const declaring = (channel: string, ...watches: readonly Record<string, string>[]): string => {
  const entries = watches.map((watch) =>
    Object.entries({ channel, ...watch })
      .map(([key, value], at) => `${at === 0 ? '  - ' : '    '}${key}: ${value}`)
      .join('\n'),
  );
  return entries.length === 0 ? 'watches: []\n' : `watches:\n${entries.join('\n')}\n`;
};
