import { useEffect } from 'react';
import { Avatar } from './avatar.tsx';
import { BlockList } from './block-list.tsx';
import { useSlack } from './slack.ts';

/** The app's Home tab. */
export function HomePane() {
  const { state, act } = useSlack();
  const { home, app, me } = state;
  useEffect(() => {
    // Slack tells the app each time somebody opens the tab; who it is matters, not how often this draws.
    if (me !== '') void act({ act: 'home' });
  }, [me, act]);
  return (
    <main className="pane">
      <section className="conversation" aria-label="Home">
        <header className="pane-header">
          <Avatar name={app.name} isApp small />
          <h2>{app.name}</h2>
          <span className="tab">Home</span>
        </header>
        <div className="home" aria-live="polite">
          {home === null ? (
            <p className="empty">This app has not set up its Home tab yet.</p>
          ) : (
            <BlockList blocks={home.blocks} surface={{ kind: 'view', id: home.id }} />
          )}
        </div>
      </section>
    </main>
  );
}
