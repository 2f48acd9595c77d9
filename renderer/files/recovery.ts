import { formatDesign } from "../../design/document/format.ts";
import type { Engine } from "../connection/engine-slot.ts";
import { isEdited } from "../stores/document-state.ts";
import type { DocumentStore } from "../stores/document-store.ts";

const DELAY_MS = 1000;

/**
 * Keeps a copy of unsaved work with the engine, a second after the last edit, and drops it once all is saved. Losing the
 * engine loses nothing: the next edit, or the connection's return, writes again.
 */
export function keepRecoverable(document: DocumentStore, engine: Engine): { flush: () => void; end: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let kept: string | null = null;

  function write(): void {
    timer = undefined;
    const state = document.getState();
    const { key, path, design } = state;
    if (isEdited(state)) {
      kept = key;
      engine.call("recovery.write", { key, path, text: formatDesign(design) }).catch(ignore);
    } else if (kept === key) {
      kept = null;
      engine.call("recovery.clear", { key }).catch(ignore);
    }
  }

  function flush(): void {
    if (timer === undefined) return;
    clearTimeout(timer);
    write();
  }

  const end = document.subscribe((now, before) => {
    if (now.key !== before.key && kept === before.key) {
      // Another design is open: the work before it was saved or given up.
      kept = null;
      engine.call("recovery.clear", { key: before.key }).catch(ignore);
    }
    if (now.design === before.design && now.savedDesign === before.savedDesign) return;
    clearTimeout(timer);
    timer = setTimeout(write, DELAY_MS);
  });

  return {
    flush,
    end: () => {
      clearTimeout(timer);
      end();
    },
  };
}

function ignore(): void {
  // The connection's state says that the engine is away; the next edit tries again.
}
