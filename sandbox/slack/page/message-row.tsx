import type { PageMessage } from '../page-protocol.ts';
import { Avatar } from './avatar.tsx';
import { BlockList } from './block-list.tsx';
import { Icon } from './icon.tsx';

interface Props {
  message: PageMessage;
  isContinued: boolean;
  openThread?: (ts: string) => void;
}

const timeOf = (at: number): string =>
  new Intl.DateTimeFormat('en', { hour: 'numeric', minute: '2-digit' }).format(at);

/** One message: who, when, what, and how many answered. */
export function MessageRow({ message, isContinued, openThread }: Props) {
  const time = timeOf(message.at);
  const blocks =
    message.blocks.length > 0
      ? message.blocks
      : [{ type: 'section', text: { type: 'mrkdwn', text: message.text } }];
  return (
    <article
      className={message.onlyYou ? 'message only-you' : 'message'}
      aria-label={`${message.author} at ${time}`}
    >
      {isContinued ? (
        <time className="margin-time">{time}</time>
      ) : (
        <Avatar name={message.author} isApp={message.isApp} />
      )}
      <div className="body">
        {message.onlyYou && (
          <p className="only-you-note">
            <Icon name="eye" /> Only visible to you
          </p>
        )}
        {!isContinued && (
          <p className="byline">
            <strong>{message.author}</strong>
            {message.isApp && <span className="app-badge">APP</span>}
            <time>{time}</time>
          </p>
        )}
        <BlockList blocks={blocks} surface={{ kind: 'message', channel: message.channel, ts: message.ts }} />
        {message.edited && <span className="edited">(edited)</span>}
        {message.reactions.map((name) => (
          <span key={name} className="reaction">{`:${name}: 1`}</span>
        ))}
        {message.replyCount > 0 && openThread !== undefined && (
          <button type="button" className="replies" onClick={() => openThread(message.ts)}>
            {message.replyCount} {message.replyCount === 1 ? 'reply' : 'replies'}
          </button>
        )}
      </div>
    </article>
  );
}
