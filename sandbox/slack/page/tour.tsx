import { useState } from 'react';
import { readMrkdwn } from '../mrkdwn.ts';
import { useSlack } from './slack.ts';

/** What to try first, in numbered steps; gone for good once dismissed. */
export function Tour() {
  const { state } = useSlack();
  const [isGone, setGone] = useState(() => localStorage.getItem('tour') === 'gone');
  if (isGone || state.tour.length === 0) return null;
  return (
    <aside className="tour" aria-label="Try this">
      <header>
        <h2>Try this</h2>
        <button
          type="button"
          className="icon"
          aria-label="Dismiss"
          onClick={() => {
            localStorage.setItem('tour', 'gone');
            setGone(true);
          }}
        >
          ✕
        </button>
      </header>
      <ol>
        {state.tour.map((step) => (
          <li key={step}>
            {step
              .split(/(`[^`]+`)/)
              .map((part) =>
                part.startsWith('`') ? <code key={part}>{part.slice(1, -1)}</code> : readMrkdwn(part),
              )}
          </li>
        ))}
      </ol>
    </aside>
  );
}
