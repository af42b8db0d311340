import { useState } from 'react';
import { type JsonObject, objectOf, stringOf, textOf } from '../json.ts';
import type { PageView } from '../page-protocol.ts';
import { BlockList } from './block-list.tsx';
import { FormControl } from './form-control.tsx';
import { NativeDialog } from './native-dialog.tsx';
import { useSlack } from './slack.ts';

type Filled = { [blockId: string]: { [actionId: string]: string | string[] } };

interface FieldProps {
  block: JsonObject;
  view: PageView;
  filled: Filled;
  fill: (blockId: string, actionId: string, value: string | string[]) => void;
}

/** One input with its label, hint and what is wrong with it. */
function Field({ block, view, filled, fill }: FieldProps) {
  const { act } = useSlack();
  const blockId = stringOf(block.block_id);
  const element = objectOf(block.element);
  const actionId = stringOf(element.action_id);
  const typed = filled[blockId]?.[actionId];
  const value = typeof typed === 'string' ? [typed] : (typed ?? view.chosen[blockId]?.[actionId] ?? []);
  const error = view.errors[blockId];
  const noteId = `${blockId}-note`;
  const change = (next: string | string[]): void => {
    fill(blockId, actionId, next);
    const tells = block.dispatch_action === true && !stringOf(element.type).endsWith('_input');
    if (tells)
      void act({ act: 'choose', surface: { kind: 'view', id: view.id }, blockId, actionId, value: next });
  };
  return (
    <div className={error === undefined ? 'field' : 'field wrong'}>
      <span className="label">
        {textOf(block.label)}
        {block.optional === true && <em> (optional)</em>}
      </span>
      <FormControl
        element={element}
        value={value}
        label={textOf(block.label)}
        describedBy={noteId}
        invalid={error !== undefined}
        change={change}
      />
      <span id={noteId} className="note">
        {error !== undefined ? <b role="alert">{error}</b> : textOf(block.hint)}
      </span>
    </div>
  );
}

/** A dialog of the app: what it says, what it asks, and its two buttons. */
export function Modal({ view }: { view: PageView }) {
  const { act } = useSlack();
  const [filled, setFilled] = useState<Filled>({});
  const fill: FieldProps['fill'] = (blockId, actionId, value) =>
    setFilled((before) => ({ ...before, [blockId]: { ...before[blockId], [actionId]: value } }));
  const close = (everything: boolean): void => void act({ act: 'close', viewId: view.id, everything });
  // An update may have taken inputs away; what was typed into those is gone with them.
  const present = new Set(view.blocks.map((block) => stringOf(block.block_id)));
  const values = Object.fromEntries(Object.entries(filled).filter(([blockId]) => present.has(blockId)));
  return (
    <NativeDialog label={view.title} className="dialog" cancel={() => close(false)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void act({ act: 'submit', viewId: view.id, values });
        }}
        noValidate
      >
        <header>
          <h2>{view.title}</h2>
          <button type="button" className="icon" aria-label="Close" onClick={() => close(true)}>
            ✕
          </button>
        </header>
        {view.notice !== '' && (
          <p className="banner" role="alert">
            {view.notice}
          </p>
        )}
        <div className="dialog-body">
          {view.blocks.map((block) => {
            const blockId = stringOf(block.block_id);
            return block.type === 'input' ? (
              <Field key={blockId} block={block} view={view} filled={filled} fill={fill} />
            ) : (
              <BlockList key={blockId} blocks={[block]} surface={{ kind: 'view', id: view.id }} />
            );
          })}
        </div>
        <footer>
          <button type="button" className="button" onClick={() => close(false)}>
            {view.close}
          </button>
          {view.submit !== '' && (
            <button
              type="submit"
              className="button filled primary"
              aria-busy={view.busy}
              disabled={view.busy}
            >
              {view.busy && <span className="spinner" />}
              {view.submit}
            </button>
          )}
        </footer>
      </form>
    </NativeDialog>
  );
}
