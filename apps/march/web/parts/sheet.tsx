/** A dialog from below, where a thumb reaches it. The browser keeps the focus in it, Escape and
 * the phone's back button close it. */
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";

interface SheetProps {
  readonly heading: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

export function Sheet({ heading, onClose, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      class="sheet"
      aria-labelledby={id}
      onClose={onClose}
      onClick={(event) => {
        // Only its backdrop is the dialog itself: the rest is inside.
        if (event.target === dialog.current) onClose();
      }}
    >
      <div class="sheet-body">
        <h2 id={id} tabIndex={-1} autofocus>
          {heading}
        </h2>
        {children}
      </div>
    </dialog>
  );
}
