import { useState } from 'react';
import { Composer } from './composer.tsx';
import { MessageList } from './message-list.tsx';
import { useSlack } from './slack.ts';
import { ThreadDrawer } from './thread-drawer.tsx';

/** One conversation: its messages, the box to write in, and a thread beside them when one is open. */
export function ChannelPane({ channel }: { channel: string }) {
  const { state } = useSlack();
  const [thread, setThread] = useState('');
  const record = state.channels.find(({ id }) => id === channel);
  const name = record === undefined ? state.app.name : `#${record.name}`;
  const messages = state.messages.filter((message) => message.channel === channel);
  const topLevel = messages.filter(({ threadTs }) => threadTs === undefined);
  return (
    <main className={thread === '' ? 'pane' : 'pane with-thread'}>
      <section className="conversation" aria-label={name}>
        <header className="pane-header">
          <h2>{name}</h2>
          {record?.archived === true && <span className="badge">archived</span>}
        </header>
        <MessageList label={`Messages in ${name}`} messages={topLevel} openThread={setThread} />
        <Composer channel={channel} name={name} />
      </section>
      {thread !== '' && (
        <ThreadDrawer
          messages={messages.filter(({ ts, threadTs }) => ts === thread || threadTs === thread)}
          close={() => setThread('')}
        />
      )}
    </main>
  );
}
