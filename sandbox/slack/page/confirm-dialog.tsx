import { type JsonObject, objectOf, stringOf, textOf } from '../json.ts';
import { readTextObject } from '../mrkdwn.ts';
import { NativeDialog } from './native-dialog.tsx';

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
      <div className="dialog-body">
        <p>{readTextObject(objectOf(confirm.text))}</p>
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
