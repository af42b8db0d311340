import type { PageMessage } from '../page-protocol.ts';
import { MessageList } from './message-list.tsx';

/** A thread beside its conversation: the message, then the answers. */
export function ThreadDrawer({ messages, close }: { messages: PageMessage[]; close: () => void }) {
  return (
    <aside className="thread" aria-label="Thread">
      <header className="pane-header">
        <h2>Thread</h2>
        <button type="button" className="icon" aria-label="Close thread" onClick={close}>
          ✕
        </button>
      </header>
      <MessageList label="Thread" messages={messages} />
    </aside>
  );
}
