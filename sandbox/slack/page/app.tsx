import { useEffect, useMemo, useState } from 'react';
import { ChannelPane } from './channel-pane.tsx';
import { HomePane } from './home-pane.tsx';
import { Modal } from './modal.tsx';
import { Sidebar } from './sidebar.tsx';
import { SlackContext, useSlackState } from './slack.ts';
import { TopBar } from './top-bar.tsx';

/** The place a link to a message (`/archives/<channel>/p<ts>`) points to. */
function linkedChannel(): string {
  return /^\/archives\/(\w+)/.exec(location.pathname)?.[1] ?? '';
}

/** The whole page: who you are, where you are, and what is there. */
export function App() {
  const [me, setMe] = useState(() => sessionStorage.getItem('me') ?? '');
  const [place, setPlace] = useState(linkedChannel);
  const { state, act } = useSlackState(me);
  const slack = useMemo(() => (state === undefined ? undefined : { state, act }), [state, act]);
  useEffect(() => sessionStorage.setItem('me', me), [me]);
  if (slack === undefined) return <p className="loading">Loading…</p>;
  const known = [...slack.state.channels.map(({ id }) => id), slack.state.direct, 'home'];
  const here = known.includes(place) ? place : (known[0] ?? 'home');
  return (
    <SlackContext value={slack}>
      <div className="frame">
        <TopBar />
        <Sidebar place={here} go={setPlace} become={setMe} />
        {here === 'home' ? <HomePane /> : <ChannelPane key={here} channel={here} />}
      </div>
      {slack.state.view !== null && <Modal key={slack.state.view.id} view={slack.state.view} />}
    </SlackContext>
  );
}
