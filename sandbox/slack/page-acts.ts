import { sendCommand } from './acts/send-command.ts';
import type { Surface } from './acts/surface.ts';
import { choose, press } from './acts/use-element.ts';
import { closeView, fill, submitView } from './acts/use-form.ts';
import { openHome, say } from './acts/visit.ts';
import type { Core } from './core.ts';
import { type Found, optionsOf, placedElements } from './elements.ts';
import type { OpenView } from './model.ts';
import type { PageAct, PageSurface } from './page-protocol.ts';
import { isStateful } from './view-state.ts';

function surfaceOf(core: Core, userId: string, surface: PageSurface): Surface {
  const { world } = core;
  if (surface.kind === 'view') return { view: ownView(core, userId, surface.id) };
  const message = [...world.messages, ...world.ephemerals].find(
    ({ channel, ts, onlyFor }) =>
      channel === surface.channel && ts === surface.ts && (onlyFor === undefined || onlyFor === userId),
  );
  if (message === undefined) throw new Error('That message is gone.');
  return { message };
}

function ownView(core: Core, userId: string, id: string): OpenView {
  const view = core.world.viewById(id);
  if (view === undefined || view.userId !== userId) throw new Error('That dialog is gone.');
  return view;
}

function placeOf(surface: Surface, blockId: string, actionId: string): Found {
  const { blocks } = surface.view ?? surface.message;
  const found = placedElements(blocks).find(
    (place) => place.blockId === blockId && place.actionId === actionId,
  );
  if (found === undefined) throw new Error('That button is gone.');
  return found;
}

async function pressOnPage(core: Core, act: Extract<PageAct, { act: 'press' }>): Promise<void> {
  const surface = surfaceOf(core, act.as, act.surface);
  const found = placeOf(surface, act.blockId, act.actionId);
  const option = optionsOf(found.element).find(({ value }) => value === act.option);
  await press(core, act.as, surface, option === undefined ? found : { ...found, option });
}

async function submitOnPage(core: Core, act: Extract<PageAct, { act: 'submit' }>): Promise<void> {
  const view = ownView(core, act.as, act.viewId);
  if (view.busy) return;
  for (const [blockId, actions] of Object.entries(act.values))
    for (const [actionId, value] of Object.entries(actions)) {
      const place = placeOf({ view }, blockId, actionId);
      if (isStateful(place.element)) fill(view, place, value);
    }
  await submitView(core, view);
}

async function writeOnPage(core: Core, act: Extract<PageAct, { act: 'write' }>): Promise<void> {
  const text = act.text.trim();
  if (!text.startsWith('/')) {
    await say(core, act.as, act.channel, text);
    return;
  }
  const [command = '', ...rest] = text.split(/\s/);
  await sendCommand(core, act.as, { command, text: rest.join(' ').trim(), channelId: act.channel });
}

/** Does what a person did on the page, and waits until the app has acknowledged it. */
export async function doPageAct(core: Core, act: PageAct): Promise<void> {
  switch (act.act) {
    case 'write':
      return await writeOnPage(core, act);
    case 'press':
      return await pressOnPage(core, act);
    case 'submit':
      return await submitOnPage(core, act);
    case 'choose': {
      const surface = surfaceOf(core, act.as, act.surface);
      await choose(core, act.as, surface, placeOf(surface, act.blockId, act.actionId), act.value);
      return;
    }
    case 'close':
      await closeView(core, ownView(core, act.as, act.viewId), act.everything);
      return;
    case 'home':
      await openHome(core, act.as);
  }
}
