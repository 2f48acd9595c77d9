import type { ConnectionStatus } from "../../engine/contract/reconnecting-client.ts";

/** So many attempts in a row must fail while the page's server answers. */
const SURE_AFTER = 2;

/**
 * Tells an address whose token the engine refuses from an engine that is away. A browser does not say why a WebSocket cannot
 * be opened, but in the first case the server of the page itself answers. `onRefused` is called once.
 */
export function createRefusalWatch(isServed: () => Promise<boolean>, onRefused: () => void): (status: ConnectionStatus) => void {
  let refusals = 0;
  return (status) => {
    if (status.status === "connected") refusals = 0;
    // The first one after a loss has not tried yet.
    if (status.status !== "reconnecting" || status.attempt < 2) return;
    void isServed().then((served) => {
      refusals = served ? refusals + 1 : 0;
      if (refusals === SURE_AFTER) onRefused();
    });
  };
}

/** Whether the server of this page answers. */
export async function isPageServed(): Promise<boolean> {
  try {
    return (await fetch("/", { method: "HEAD", cache: "no-store" })).ok;
  } catch {
    return false;
  }
}
