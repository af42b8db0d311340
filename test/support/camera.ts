import type { Locator, Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { chromiumPath, startChromium } from './chromium.ts';
import { pictureAt } from './pictures.ts';
import type { PersonName, TestWorld } from './world.ts';

/** A browser that shows a world's Slack as one of its people, and takes pictures of what they see. */
export interface Camera {
  readonly page: Page;
  /** Looks as this person. @param place the name of a channel; the app's direct messages when left out */
  see(name: PersonName, place?: string): Promise<void>;
  /** Takes the newest message that says this. */
  message(picture: string, words: string): Promise<void>;
  /** Takes the dialog once it says this. */
  dialog(picture: string, words: string): Promise<void>;
  /** Takes the thread of the newest message that says `words`, once it says `more`. */
  thread(picture: string, words: string, more: string): Promise<void>;
  /** Takes the newest message that says this, with the menu beside its first row open. */
  menu(picture: string, words: string): Promise<void>;
  /** A page in a browser of the same person's that Slack does not know. */
  tab(): Promise<Page>;
  /** Takes the whole of another page, such as one of a sign-in. */
  whole(picture: string, page: Page): Promise<void>;
}

/** Opens the browser; it goes with the test. */
export async function openCamera(world: TestWorld): Promise<Camera> {
  const browser = await startChromium(chromiumPath ?? '');
  onTestFinished(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1000, height: 1900 } });
  page.setDefaultTimeout(10_000);
  await page.goto(world.slack.url);
  const article = (words: string): Locator => page.getByRole('article').filter({ hasText: words }).last();
  return {
    page,
    see: async (name, place) => {
      await page.getByRole('combobox', { name: 'You are' }).selectOption(world.people[name].id);
      const places = page.getByRole('navigation', { name: 'Workspace' });
      const here = places.getByRole('button', { name: place ?? 'slipway', exact: place !== undefined });
      await here.last().click();
    },
    message: (picture, words) => take(picture, article(words)),
    dialog: async (picture, words) => {
      const dialog = page.getByRole('dialog');
      await dialog.getByText(words).first().waitFor();
      await take(picture, dialog);
    },
    thread: async (picture, words, more) => {
      await article(words)
        .getByRole('button', { name: /repl(?:y|ies)/u })
        .click();
      const thread = page.getByRole('complementary', { name: 'Thread' });
      await thread.getByText(more).last().waitFor();
      await take(picture, thread, thread.getByRole('article').last());
      await page.getByRole('button', { name: 'Close thread' }).click();
    },
    menu: async (picture, words) => {
      const message = article(words);
      await message.getByRole('button', { name: 'More options' }).first().click();
      const [box, menu] = [await message.boundingBox(), await page.getByRole('menu').boundingBox()];
      if (box === null || menu === null) throw new Error('there is no menu to take');
      const [right, bottom] = [menu.x + menu.width + 12, menu.y + menu.height + 12];
      const width = Math.max(box.width, right - box.x);
      const clip = { ...box, width, height: Math.max(box.height, bottom - box.y) };
      kept(picture, await page.screenshot({ path: pictureAt(picture), clip }));
      await page.keyboard.press('Escape');
    },
    tab: () => browser.newPage({ viewport: { width: 760, height: 420 } }),
    whole: async (picture, other) => kept(picture, await other.screenshot({ path: pictureAt(picture) })),
  };
}

/** @param last where the picture ends, if before its object does */
async function take(picture: string, of: Locator, last?: Locator): Promise<void> {
  // What arrives above it would move it: this waits until it stands.
  await of.hover({ trial: true, timeout: 30_000 });
  const [box, end] = [await of.boundingBox(), await last?.boundingBox()];
  if (box === null || end === null) throw new Error(`${picture} shows nothing`);
  const height = end === undefined ? box.height : Math.min(box.height, end.y + end.height + 12 - box.y);
  const path = pictureAt(picture);
  kept(
    picture,
    last === undefined
      ? await of.screenshot({ path })
      : await of.page().screenshot({ path, clip: { ...box, height } }),
  );
}

/** An empty picture is smaller. */
const kept = (picture: string, taken: Buffer): void => expect(taken.length, picture).toBeGreaterThan(3_000);
