import { useState } from 'react';
import { isObject, type JsonObject, stringOf, textOf } from '../json.ts';
import type { PageSurface } from '../page-protocol.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { FormControl } from './form-control.tsx';
import { OverflowMenu } from './overflow-menu.tsx';
import { useSlack } from './slack.ts';

interface Props {
  element: JsonObject;
  blockId: string;
  surface: PageSurface;
}

/** An element a person acts on: asks first where the app wants that, and shows that it is under way. */
export function Control({ element, blockId, surface }: Props) {
  const { act } = useSlack();
  const [busy, setBusy] = useState(false);
  const [asked, setAsked] = useState<() => void>();
  const place = { surface, blockId, actionId: stringOf(element.action_id) };
  const run = async (deed: () => Promise<void>): Promise<void> => {
    setAsked(undefined);
    setBusy(true);
    await deed();
    setBusy(false);
  };
  const attempt = (deed: () => Promise<void>): void => {
    if (isObject(element.confirm)) setAsked(() => () => void run(deed));
    else void run(deed);
  };
  const press = (option?: string): void =>
    attempt(() => act({ act: 'press', ...place, ...(option === undefined ? {} : { option }) }));
  return (
    <>
      {element.type === 'button' && <PressButton element={element} busy={busy} press={press} />}
      {element.type === 'overflow' && <OverflowMenu element={element} busy={busy} pick={press} />}
      {element.type !== 'button' && element.type !== 'overflow' && (
        <FormControl
          element={element}
          change={(value) => attempt(() => act({ act: 'choose', ...place, value }))}
        />
      )}
      {asked !== undefined && isObject(element.confirm) && (
        <ConfirmDialog confirm={element.confirm} agree={asked} decline={() => setAsked(undefined)} />
      )}
    </>
  );
}

function PressButton({ element, busy, press }: { element: JsonObject; busy: boolean; press: () => void }) {
  const label = stringOf(element.accessibility_label) || textOf(element.text);
  const url = stringOf(element.url);
  return (
    <button
      type="button"
      className={`button ${stringOf(element.style)}`}
      aria-label={label}
      aria-busy={busy}
      disabled={busy}
      onClick={() => {
        // Slack does both: it opens the address and tells the app.
        if (url !== '') window.open(url, '_blank', 'noopener,noreferrer');
        press();
      }}
    >
      {busy && <span className="spinner" />}
      {textOf(element.text)}
    </button>
  );
}
