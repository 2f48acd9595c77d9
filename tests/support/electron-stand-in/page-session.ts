import { readFileSync } from "node:fs";
import type { Cdp, CdpParams } from "./cdp.ts";
import { BINDING, mainWorldScript, preloadWorldScript, RECEIVER } from "./worlds.ts";
import { decode, encode } from "./codec.ts";

const WORLD = "Electron Isolated Context";

export interface PageEvents {
  /** The preload's world has sent something. */
  message(message: unknown): void;
  navigated(url: string): void;
  loaded(): void;
  /** A navigation that the page wants; true lets it happen. */
  mayNavigate(url: string): boolean;
  /** The page wants a further window, which is never opened. */
  windowOpen(url: string): void;
}

/** A page of Chromium over its DevTools session, with the preload in an isolated world of its own. */
export class PageSession {
  readonly targetId: string;
  readonly #cdp: Cdp;
  readonly #session: string;
  readonly #events: PageEvents;
  readonly #frame: string;
  #world: number | null = null;
  #url = "about:blank";
  #ownUrl: string | null = null;
  #outbox: unknown[] = [];

  private constructor(cdp: Cdp, session: string, targetId: string, frame: string, events: PageEvents) {
    this.#cdp = cdp;
    this.#session = session;
    this.targetId = targetId;
    this.#frame = frame;
    this.#events = events;
  }

  static async open(cdp: Cdp, size: { width: number; height: number }, preload: string, events: PageEvents): Promise<PageSession> {
    const attached = new Map<string, string>();
    const onAttached = (params: CdpParams): void => {
      attached.set((params["targetInfo"] as { targetId: string }).targetId, String(params["sessionId"]));
    };
    cdp.on("Target.attachedToTarget", onAttached);
    const { targetId } = await cdp.send("Target.createTarget", { url: "about:blank", newWindow: true, ...size });
    cdp.off("Target.attachedToTarget", onAttached);
    const session = attached.get(String(targetId));
    if (session === undefined) throw new Error("Chromium did not attach the new page.");
    cdp.on("Target.attachedToTarget", (params) => void refusePopup(cdp, params));
    const { frameTree } = await cdp.send("Page.getFrameTree", {}, session);
    const frame = (frameTree as { frame: { id: string } }).frame.id;
    const page = new PageSession(cdp, session, String(targetId), frame, events);
    await page.#prepare(preload);
    return page;
  }

  async #prepare(preload: string): Promise<void> {
    this.#on("Runtime.executionContextCreated", ({ context }) => {
      const made = context as { id: number; name: string; auxData: { frameId: string } };
      if (made.name === WORLD && made.auxData.frameId === this.#frame) this.#world = made.id;
    });
    this.#on("Runtime.executionContextDestroyed", ({ executionContextId }) => {
      if (this.#world === executionContextId) this.#world = null;
    });
    this.#on("Runtime.executionContextsCleared", () => {
      this.#world = null;
    });
    this.#on("Runtime.bindingCalled", ({ executionContextId, payload }) => {
      if (executionContextId === this.#world) this.#events.message(decode(String(payload)));
    });
    this.#on("Page.frameNavigated", ({ frame }) => {
      const { id, url } = frame as { id: string; url: string };
      if (id !== this.#frame) return;
      this.#url = url;
      this.#outbox = [];
      this.#events.navigated(url);
    });
    this.#on("Page.loadEventFired", () => this.#events.loaded());
    this.#on("Page.windowOpen", ({ url }) => this.#events.windowOpen(String(url)));
    this.#on("Fetch.requestPaused", (params) => void this.#decide(params).catch(() => undefined));
    // Without Page.enable on this session the isolated world is silently never made.
    await this.#send("Page.enable");
    await this.#send("Runtime.enable");
    await this.#send("Runtime.addBinding", { name: BINDING, executionContextName: WORLD });
    await this.#send("Page.addScriptToEvaluateOnNewDocument", { source: mainWorldScript() });
    const source = preloadWorldScript(readFileSync(preload, "utf8"));
    await this.#send("Page.addScriptToEvaluateOnNewDocument", { source, worldName: WORLD });
    await this.#send("Fetch.enable", { patterns: [{ resourceType: "Document" }] });
    await this.#send("Runtime.runIfWaitingForDebugger");
  }

  /** Loads a URL on the app's behalf: `mayNavigate` is not asked. */
  async load(url: string): Promise<void> {
    this.#ownUrl = url;
    const { errorText } = await this.#send("Page.navigate", { url });
    if (typeof errorText === "string") throw new Error(`${errorText} loading '${url}'`);
  }

  async reload(): Promise<void> {
    await this.#send("Page.reload");
  }

  async close(): Promise<void> {
    await this.#cdp.send("Target.closeTarget", { targetId: this.targetId });
  }

  /** Sends to the preload's world; what is sent in one turn crosses together. Dropped while there is none. */
  post(message: unknown): void {
    if (this.#outbox.push(message) > 1) return;
    setImmediate(() => {
      const messages = this.#outbox.splice(0);
      if (this.#world === null || messages.length === 0) return;
      const expression = `globalThis[${JSON.stringify(RECEIVER)}](${encode(messages)})`;
      this.#send("Runtime.evaluate", { expression, contextId: this.#world }).catch(() => undefined);
    });
  }

  /** A reload comes with the page's own address and passes. */
  async #decide(params: CdpParams): Promise<void> {
    const { requestId, frameId, request } = params as { requestId: string; frameId: string; request: { url: string } };
    const isOwn = frameId === this.#frame && (request.url === this.#ownUrl || request.url === this.#url);
    this.#ownUrl = null;
    if (isOwn || this.#events.mayNavigate(request.url)) await this.#send("Fetch.continueRequest", { requestId });
    else await this.#send("Fetch.failRequest", { requestId, errorReason: "Aborted" });
  }

  #on(method: string, listener: (params: CdpParams) => void): void {
    this.#cdp.on(`${this.#session}:${method}`, listener);
  }

  #send(method: string, params: CdpParams = {}): Promise<CdpParams> {
    return this.#cdp.send(method, params, this.#session);
  }
}

/** A page that the app did not make was opened by a page: it is closed before its first script runs. */
async function refusePopup(cdp: Cdp, params: CdpParams): Promise<void> {
  const { targetId, type } = params["targetInfo"] as { targetId: string; type: string };
  if (type === "page") await cdp.send("Target.closeTarget", { targetId });
  else await cdp.send("Runtime.runIfWaitingForDebugger", {}, String(params["sessionId"]));
}
