import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from "lucide-react";
import { useEffect, useState } from "react";
import { useCommand } from "../commands/use-command.ts";
import type { Toast } from "../stores/session-state.ts";
import { sessionStore, useSession } from "../stores/session-store.ts";
import { Button } from "../ui/button.tsx";
import { shellWords } from "../words/shell.ts";
import "./toasts.css";

const ICONS = { info: Info, success: CircleCheck, warning: TriangleAlert, error: CircleAlert } as const;
const SHOWN_MS = { info: 5000, success: 5000, warning: 9000, error: 14_000 } as const;

/** Short messages in a corner; they leave by themselves. */
export function Toasts() {
  const toasts = useSession((session) => session.toasts);
  return (
    <div className="toasts" role="region" aria-label={shellWords.messages}>
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

/** One message, with a way to act on it and to send it away. */
export function ToastCard({ toast }: { readonly toast: Toast }) {
  const Icon = ICONS[toast.level];
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    // What is being read, or about to be acted on, does not leave.
    if (isHeld) return;
    const timer = setTimeout(() => sessionStore.getState().dismissToast(toast.id), SHOWN_MS[toast.level]);
    return () => clearTimeout(timer);
  }, [toast.id, toast.level, isHeld]);
  const [hold, letGo] = [() => setHeld(true), () => setHeld(false)];
  return (
    <div className="toast" data-level={toast.level} role={toast.level === "error" ? "alert" : "status"} onPointerEnter={hold} onPointerLeave={letGo} onFocus={hold} onBlur={letGo}>
      <Icon size={16} aria-hidden="true" />
      <div className="toast-text">
        <p>{toast.text}</p>
        {toast.detail && <p className="toast-detail">{toast.detail}</p>}
      </div>
      {toast.command && <ToastAction command={toast.command} toast={toast.id} />}
      <button type="button" className="toast-close" aria-label={shellWords.dismiss} onClick={() => sessionStore.getState().dismissToast(toast.id)}>
        <X size={14} aria-hidden="true" />
      </button>
    </div>
  );
}

function ToastAction({ command, toast }: { readonly command: string; readonly toast: number }) {
  const { label, perform } = useCommand(command);
  return (
    <Button
      size="small"
      onClick={() => {
        perform();
        sessionStore.getState().dismissToast(toast);
      }}
    >
      {label}
    </Button>
  );
}
