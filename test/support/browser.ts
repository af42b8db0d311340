import { messageAfter } from './acts.ts';
import { linkIn, type PersonName, type TestWorld } from './world.ts';

/** A page as the browser got it. */
export interface Page {
  readonly status: number;
  readonly location: string;
  readonly text: string;
  readonly headers: Headers;
}

type Choice = 'connect' | 'move' | 'cancel' | 'approve';

/** A browser: it keeps one cookie and follows nothing by itself. */
export interface Browser {
  open(url: string): Promise<Page>;
  answer(page: { text: string }, back: string, answer: Choice): Promise<Page>;
}

export function browser(): Browser {
  let cookie = '';
  const read = async (response: Response): Promise<Page> => {
    cookie = (response.headers.get('set-cookie') ?? cookie).split(';')[0] ?? '';
    return {
      status: response.status,
      location: response.headers.get('location') ?? '',
      text: (await response.text()).replaceAll('&#39;', "'"),
      headers: response.headers,
    };
  };
  return {
    open: async (url) =>
      read(await fetch(url, { redirect: 'manual', headers: cookie === '' ? {} : { cookie } })),
    answer: async (page, back, answer) => {
      const action = /<form method="post" action="([^"]+)"/u.exec(page.text)?.[1];
      const id = /name="id" value="([^"]+)"/u.exec(page.text)?.[1] ?? 'none';
      const body = new URLSearchParams({ id, answer });
      const headers = { cookie, 'content-type': 'application/x-www-form-urlencoded' };
      return read(
        await fetch(new URL(action ?? '/oauth/gitlab/callback/confirm', back), {
          method: 'POST',
          headers,
          body,
        }),
      );
    },
  };
}

/** The link in the private words after `/slipway connect`. */
export const freshLink = async (world: TestWorld, name: PersonName): Promise<string> =>
  linkIn(
    await messageAfter(world, name, () =>
      world.slack.as(world.people[name].id).command('/slipway', 'connect', world.channel.id),
    ),
  );

/** Walks as far as the page that asks for confirmation. */
export async function walkToQuestion(
  world: TestWorld,
  link: string,
  gitlabUser: string,
  with_ = browser(),
): Promise<{ browser: Browser; back: string; page: Page }> {
  const start = await with_.open(link);
  const back = await world.gitlab.signIn(start.location, gitlabUser);
  return { browser: with_, back, page: await with_.open(back) };
}

/** The direct messages a person got, oldest first. */
export const directTo = (world: TestWorld, name: PersonName): string[] =>
  world.slack.directMessages(world.people[name].id).map((message) => world.slack.visibleText(message));

/** What `/slipway me` answers. */
export const connectedAs = (world: TestWorld, name: PersonName): Promise<string> =>
  world.command(name, '/slipway', 'me');
