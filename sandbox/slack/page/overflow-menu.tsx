import { useEffect, useRef, useState } from 'react';
import { type JsonObject, objectsOf, stringOf, textOf } from '../json.ts';

interface Props {
  element: JsonObject;
  busy: boolean;
  pick: (value: string) => void;
}

/** The three dots and the menu behind them; arrow keys and Escape work. */
export function OverflowMenu({ element, busy, pick }: Props) {
  const [isOpen, setOpen] = useState(false);
  const menu = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const items = (): HTMLButtonElement[] => [...(menu.current?.querySelectorAll('button') ?? [])];
  useEffect(() => {
    if (!isOpen) return;
    menu.current?.querySelector('button')?.focus();
    const closeOutside = (event: MouseEvent): void => {
      if (event.target instanceof Node && menu.current?.contains(event.target) !== true) setOpen(false);
    };
    document.addEventListener('mousedown', closeOutside);
    return () => document.removeEventListener('mousedown', closeOutside);
  }, [isOpen]);
  const move = (step: number): void => {
    const all = items();
    const at = all.findIndex((item) => item.isSameNode(document.activeElement));
    all[(at + step + all.length) % all.length]?.focus();
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Escape') {
      setOpen(false);
      opener.current?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const choose = (option: JsonObject): void => {
    setOpen(false);
    const url = stringOf(option.url);
    if (url !== '') window.open(url, '_blank', 'noopener,noreferrer');
    pick(stringOf(option.value));
  };
  return (
    <div className="overflow">
      <button
        ref={opener}
        type="button"
        className="button dots"
        aria-label="More options"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        disabled={busy}
        onClick={() => setOpen(!isOpen)}
      >
        ⋯
      </button>
      {isOpen && (
        <div ref={menu} className="menu" role="menu" tabIndex={-1} onKeyDown={onKeyDown}>
          {objectsOf(element.options).map((option) => (
            <button key={stringOf(option.value)} type="button" role="menuitem" onClick={() => choose(option)}>
              {textOf(option.text)}
              {textOf(option.description) !== '' && <small>{textOf(option.description)}</small>}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
