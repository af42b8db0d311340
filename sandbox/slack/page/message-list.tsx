import { useEffect, useRef } from 'react';
import type { PageMessage } from '../page-protocol.ts';
import { MessageRow } from './message-row.tsx';

interface Props {
  label: string;
  messages: PageMessage[];
  openThread?: (ts: string) => void;
}

const dayOf = (at: number): string =>
  new Intl.DateTimeFormat('en', { weekday: 'long', month: 'long', day: 'numeric' }).format(at);

/** Follows one author's run of messages, which Slack draws without repeating name and picture. */
function continues(before: PageMessage | undefined, message: PageMessage): boolean {
  return (
    before !== undefined &&
    before.author === message.author &&
    before.onlyYou === message.onlyYou &&
    before.blocks.length === 0 &&
    message.blocks.length === 0 &&
    message.at - before.at < 300_000
  );
}

/** The messages, oldest first, kept at the newest one; screen readers hear what is new. */
export function MessageList({ label, messages, openThread }: Props) {
  const end = useRef<HTMLDivElement>(null);
  const newest = messages.at(-1)?.ts;
  useEffect(() => {
    if (newest !== undefined) end.current?.scrollIntoView({ block: 'end' });
  }, [newest]);
  return (
    <div className="messages" role="log" aria-live="polite" aria-label={label}>
      {messages.map((message, index) => {
        const before = messages[index - 1];
        const startsDay = before === undefined || dayOf(before.at) !== dayOf(message.at);
        return (
          <div key={message.ts}>
            {startsDay && (
              <div className="day">
                <span>{dayOf(message.at)}</span>
              </div>
            )}
            <MessageRow
              message={message}
              isContinued={!startsDay && continues(before, message)}
              {...(openThread === undefined ? {} : { openThread })}
            />
          </div>
        );
      })}
      <div ref={end} />
    </div>
  );
}
