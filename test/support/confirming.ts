import { messageAfter } from './acts.ts';
import { type Browser, browser, type Page } from './browser.ts';
import { type PersonName, SHOP, startWorld, type TestWorld, type WorldOptions } from './world.ts';

/** A world where approvals of production are confirmed in the browser; Kim is connected, and set that up. */
export async function markedWorld(options: WorldOptions = {}): Promise<TestWorld> {
  const world = await startWorld(options);
  await world.watchShop('env:production confirm:browser');
  return world;
}

/** The address behind *Confirm in the browser*. */
export function confirmLinkIn(message: object): string {
  const url = /"url":"([^"]*\/oauth\/gitlab\/approve\?[^"]*)"/u.exec(JSON.stringify(message))?.[1];
  if (url === undefined) throw new Error('the message has no link to confirm');
  return url;
}

/** Presses *Approve* on a card, and resolves with the link the person is given. */
export async function pressApprove(
  world: TestWorld,
  name: PersonName,
  card: Parameters<ReturnType<TestWorld['slack']['as']>['click']>[0],
): Promise<string> {
  return confirmLinkIn(
    await messageAfter(world, name, () => world.slack.as(world.people[name].id).click(card, 'Approve')),
  );
}

/** Somebody approves by command, and is given a link. */
export async function commandApprove(world: TestWorld, name: PersonName, id: number): Promise<string> {
  return confirmLinkIn(
    await messageAfter(world, name, () =>
      world.slack.as(world.people[name].id).command('/deploy', `approve ${SHOP} ${id}`, world.channel.id),
    ),
  );
}

/** Follows the link, signs in at GitLab and comes back. `signIn` may change where the browser goes. */
export async function walkToApproval(
  world: TestWorld,
  link: string,
  gitlabUser: string,
  change: (url: URL) => void = () => undefined,
  with_: Browser = browser(),
): Promise<{ browser: Browser; back: string; page: Page }> {
  const start = await with_.open(link);
  const url = new URL(start.location);
  change(url);
  const back = await world.gitlab.signIn(url.href, gitlabUser);
  return { browser: with_, back, page: await with_.open(back) };
}
