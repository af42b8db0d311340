import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Core } from './core.ts';

export interface PageSettings {
  commands: { name: string; summary: string }[];
  tour: string[];
  gitlabUrl: string;
}

/** Serves the web page. */
export class PageServer {
  private readonly core: Core;
  private settings: PageSettings;

  constructor(core: Core, settings: PageSettings) {
    this.core = core;
    this.settings = settings;
  }

  change(settings: Partial<PageSettings>): void {
    this.settings = { ...this.settings, ...settings };
    this.core.world.changed();
  }

  async serve(_url: URL, _request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.writeHead(404).end();
    await Promise.resolve();
  }

  close(): void {}
}
