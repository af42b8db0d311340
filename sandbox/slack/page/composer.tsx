import { useId, useRef, useState } from 'react';
import { useSlack } from './slack.ts';

/** The commands that fit what is being typed: only while it is the first word, as in Slack. */
function useSuggestions(text: string): { name: string; summary: string }[] {
  const { state } = useSlack();
  if (!text.startsWith('/') || text.includes(' ')) return [];
  return state.commands.filter(({ name }) => name.startsWith(text));
}

/** The box at the bottom: messages and slash commands. */
export function Composer({ channel, name }: { channel: string; name: string }) {
  const { act } = useSlack();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const suggestions = useSuggestions(text);
  const listId = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const send = (): void => {
    if (text.trim() === '') return;
    setText('');
    void act({ act: 'write', channel, text });
  };
  const complete = (command: string): void => {
    setText(`${command} `);
    setAt(0);
    box.current?.focus();
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const chosen = suggestions[at];
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (chosen !== undefined && step !== 0) setAt((at + step + suggestions.length) % suggestions.length);
    else if (chosen !== undefined && (event.key === 'Tab' || (event.key === 'Enter' && chosen.name !== text)))
      complete(chosen.name);
    else if (event.key === 'Enter' && !event.shiftKey) send();
    else return;
    event.preventDefault();
  };
  return (
    <div className="composer">
      {suggestions.length > 0 && (
        <div className="suggestions" id={listId} role="listbox" aria-label="Commands" tabIndex={-1}>
          {suggestions.map((command, index) => (
            <div
              key={command.name}
              role="option"
              aria-selected={index === at}
              tabIndex={-1}
              onMouseDown={(event) => {
                event.preventDefault();
                complete(command.name);
              }}
            >
              <strong>{command.name}</strong>
              <span>{command.summary}</span>
            </div>
          ))}
        </div>
      )}
      <textarea
        ref={box}
        rows={1}
        value={text}
        placeholder={`Message ${name}`}
        aria-label={`Message ${name}`}
        aria-autocomplete="list"
        aria-controls={listId}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <button type="button" className="send" aria-label="Send" disabled={text.trim() === ''} onClick={send}>
        ➤
      </button>
    </div>
  );
}
