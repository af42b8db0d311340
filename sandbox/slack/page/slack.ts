import { createContext, useCallback, useContext, useEffect, useState } from 'react';
import type { PageDeed, PageState } from '../page-protocol.ts';

/** What every part of the page can reach: what Slack shows, and a way to act in it. */
export interface Slack {
  state: PageState;
  /** Does something as the current person. Resolves when the app has acknowledged it, or not in time. */
  act: (deed: PageDeed) => Promise<void>;
}

export const SlackContext = createContext<Slack | undefined>(undefined);

/** The Slack around this component. */
export function useSlack(): Slack {
  const slack = useContext(SlackContext);
  if (slack === undefined) throw new Error('No Slack around this component.');
  return slack;
}

async function fetchState(me: string): Promise<PageState> {
  const response = await fetch(`/page/api/state?as=${encodeURIComponent(me)}`);
  const state: PageState = await response.json();
  return state;
}

/** Follows Slack as one person sees it: fetched anew whenever the server says that something changed. */
export function useSlackState(me: string): { state: PageState | undefined; act: Slack['act'] } {
  const [state, setState] = useState<PageState>();
  useEffect(() => {
    let newest = 0;
    const refresh = async (): Promise<void> => {
      newest += 1;
      const mine = newest;
      const next = await fetchState(me);
      // Answers can overtake each other; an older one must not win.
      if (mine === newest) setState(next);
    };
    const source = new EventSource('/page/api/changes');
    source.onmessage = () => void refresh();
    void refresh();
    return () => source.close();
  }, [me]);
  const self = state?.me ?? me;
  const act = useCallback(
    async (deed: PageDeed): Promise<void> => {
      await fetch('/page/api/act', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...deed, as: self }),
      });
    },
    [self],
  );
  return { state, act };
}
