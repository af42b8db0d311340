import { type JsonObject, objectOf, stringOf, textOf } from '../json.ts';
import { NativeDialog } from './native-dialog.tsx';
import { StaticBlock } from './static-block.tsx';

interface Props {
  confirm: JsonObject;
  agree: () => void;
  decline: () => void;
}

/** The question Slack asks before it sends a click whose button carries `confirm`. */
export function ConfirmDialog({ confirm, agree, decline }: Props) {
  const title = textOf(confirm.title);
  return (
    <NativeDialog label={title} className="dialog confirm" cancel={decline}>
      <header>
        <h2>{title}</h2>
      </header>
      <div className="dialog-body blocks">
        <StaticBlock block={{ type: 'section', text: objectOf(confirm.text) }} />
      </div>
      <footer>
        <button type="button" className="button" onClick={decline}>
          {textOf(confirm.deny) || 'No'}
        </button>
        <button type="button" className={`button filled ${stringOf(confirm.style)}`} onClick={agree}>
          {textOf(confirm.confirm) || 'Yes'}
        </button>
      </footer>
    </NativeDialog>
  );
}
