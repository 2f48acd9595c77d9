import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { useReturnFocus } from "./use-return-focus.ts";
import { uiWords } from "../words/ui.ts";
import "./dialog.css";

export interface DialogProps {
  readonly title: string;
  /** A sentence under the title. */
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  /** The buttons, the one to be taken last. */
  readonly actions?: ReactNode;
  readonly size?: "small" | "medium" | "large" | "full";
  /** There is nothing but text in it: the keyboard scrolls it as a whole. */
  readonly reading?: boolean;
  readonly onClose: () => void;
}

/** The keyboard begins at what is marked with `data-autofocus`, else at the first control. */
function focusMarked(event: Event): void {
  const marked = (event.currentTarget as HTMLElement | null)?.querySelector<HTMLElement>('[data-autofocus="true"]');
  if (!marked) return;
  event.preventDefault();
  marked.focus();
}

/** A modal window over everything; Escape and a click beside it close it. */
export function Dialog({ title, description, children, actions, size = "medium", reading = false, onClose }: DialogProps) {
  const returnFocus = useReturnFocus();
  return (
    <Primitive.Root open onOpenChange={(open) => !open && onClose()}>
      <Primitive.Portal>
        <Primitive.Overlay className="dialog-overlay" />
        <Primitive.Content
          className={`dialog dialog-${size}`}
          onOpenAutoFocus={focusMarked}
          onCloseAutoFocus={returnFocus}
          {...(description ? {} : { "aria-describedby": undefined })}
        >
          <header className="dialog-header">
            <Primitive.Title className="dialog-title">{title}</Primitive.Title>
            <Primitive.Close className="icon-button" aria-label={uiWords.close}>
              <X size={16} aria-hidden="true" />
            </Primitive.Close>
          </header>
          {description && <Primitive.Description className="dialog-description">{description}</Primitive.Description>}
          {children && (
            <div className="dialog-body scroll" {...(reading ? { tabIndex: 0, role: "group", "aria-label": title } : {})}>
              {children}
            </div>
          )}
          {actions && <footer className="dialog-actions">{actions}</footer>}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
