import { type ReactNode, useEffect, useRef } from 'react';

interface Props {
  label: string;
  className: string;
  /** Escape was pressed. */
  cancel: () => void;
  children: ReactNode;
}

/** A dialog over the page. The browser's own element keeps the focus inside and gives it back afterwards. */
export function NativeDialog({ label, className, cancel, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (element !== null && !element.open) element.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={className}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        event.stopPropagation();
        cancel();
      }}
    >
      {children}
    </dialog>
  );
}
