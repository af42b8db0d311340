import { useSlack } from './slack.ts';

/** The bar on top: which workspace this is, and the way to the sandbox GitLab. */
export function TopBar() {
  const { state } = useSlack();
  return (
    <header className="top-bar">
      <span className="sandbox-mark">Sandbox</span>
      <span className="search">Search {state.team}</span>
      {state.gitlabUrl !== '' && (
        <a href={state.gitlabUrl} target="_blank" rel="noreferrer">
          Open the sandbox GitLab ↗
        </a>
      )}
    </header>
  );
}
