import { useEffect, useState } from 'react';
import { Avatar } from './avatar.tsx';
import { Icon } from './icon.tsx';
import { useSlack } from './slack.ts';
import { Tour } from './tour.tsx';

interface Props {
  place: string;
  go: (place: string) => void;
  become: (userId: string) => void;
}

/** The newest thing seen per conversation, so that the others can stand out. */
function useUnread(place: string): (channel: string) => boolean {
  const { state } = useSlack();
  const [seen, setSeen] = useState<{ [channel: string]: string }>({});
  const newest = (channel: string): string =>
    state.messages.findLast((message) => message.channel === channel)?.ts ?? '';
  const newestHere = newest(place);
  useEffect(() => setSeen((before) => ({ ...before, [place]: newestHere })), [place, newestHere]);
  return (channel) => channel !== place && newest(channel) > (seen[channel] ?? '');
}

/** The left column: the workspace, who you are, and where you can go. */
export function Sidebar({ place, go, become }: Props) {
  const { state } = useSlack();
  const isUnread = useUnread(place);
  const item = (id: string, label: string, icon: React.ReactNode) => (
    <button
      key={id}
      type="button"
      className={isUnread(id) ? 'place unread' : 'place'}
      aria-current={place === id ? 'page' : undefined}
      onClick={() => go(id)}
    >
      {icon}
      <span>{label}</span>
    </button>
  );
  return (
    <nav className="sidebar" aria-label="Workspace">
      <h1>{state.team}</h1>
      <label className="who">
        <span>You are</span>
        <select value={state.me} onChange={(event) => become(event.target.value)} aria-label="You are">
          {state.people.map(({ id, realName, kind }) => (
            <option key={id} value={id}>
              {realName}
              {kind === '' ? '' : ` (${kind})`}
            </option>
          ))}
        </select>
      </label>
      <h2>Channels</h2>
      {state.channels.map(({ id, name, isPrivate }) =>
        item(id, name, isPrivate ? <Icon name="lock" /> : <i aria-hidden="true">#</i>),
      )}
      <h2>Apps</h2>
      {item(state.direct, state.app.name, <Avatar name={state.app.name} isApp small />)}
      {item('home', 'Home', <Icon name="home" />)}
      <Tour />
    </nav>
  );
}
