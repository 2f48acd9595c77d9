import { EventEmitter } from "node:events";
import { emitCancelable } from "./cancelable.ts";
import type { Cdp } from "./cdp.ts";
import { answerInvoke } from "./ipc-main.ts";
import { PageSession, type PageEvents } from "./page-session.ts";
import { PortRelay, type MessagePortMain, type PortWire } from "./ports.ts";
import { appUrl, servedUrl } from "./protocol.ts";

type WindowOpenHandler = (details: { url: string }) => { action: "deny" | "allow" };
type FromPage = PortWire | { kind: "invoke"; id: number; channel: string; args: unknown[] } | { kind: "window-open"; url: string };

/** The page in a window, as the main process sees it. */
export class WebContents extends EventEmitter {
  static #count = 0;
  readonly id = ++WebContents.#count;
  readonly #opening: Promise<PageSession>;
  readonly #preferences: { preload: string };
  #page: PageSession | null = null;
  #relay: PortRelay;
  #url = "";
  #onWindowOpen: WindowOpenHandler = () => ({ action: "deny" });

  constructor(browser: Promise<Cdp>, size: { width: number; height: number }, preferences: { preload: string }) {
    super();
    this.#preferences = preferences;
    this.#relay = this.#makeRelay();
    const events: PageEvents = {
      message: (message) => void this.#receive(message as FromPage),
      navigated: (url) => this.#navigated(url),
      loaded: () => this.emit("did-finish-load"),
      mayNavigate: (url) => !emitCancelable(this, "will-navigate", appUrl(url)),
      windowOpen: (url) => this.#onWindowOpen({ url: appUrl(url) }),
    };
    this.#opening = browser.then((cdp) => PageSession.open(cdp, size, preferences.preload, events));
  }

  async loadURL(url: string): Promise<void> {
    this.#page = await this.#opening;
    const loaded = new Promise((resolve) => this.once("did-finish-load", resolve));
    await this.#page.load(await servedUrl(url));
    await loaded;
  }

  getLastWebPreferences(): object {
    return this.#preferences;
  }

  getURL(): string {
    return this.#url;
  }

  reload(): void {
    this.#page?.reload().catch((error: unknown) => console.error(error));
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#onWindowOpen = handler;
  }

  send(channel: string, ...args: unknown[]): void {
    this.#page?.post({ kind: "event", channel, args, ports: [] });
  }

  postMessage(channel: string, message: unknown, transfer: MessagePortMain[] = []): void {
    const ports = transfer.map((port) => this.#relay.take(port));
    this.#page?.post({ kind: "event", channel, args: [message], ports });
    for (const port of transfer) port.start();
  }

  async close(): Promise<void> {
    this.#relay.closeAll();
    await (await this.#opening).close();
  }

  #makeRelay(): PortRelay {
    return new PortRelay((wire) => this.#page?.post(wire));
  }

  /** The ports of the page before end with it. */
  #navigated(url: string): void {
    this.#url = appUrl(url);
    this.#relay.closeAll();
    this.#relay = this.#makeRelay();
    this.emit("did-navigate", {}, this.#url);
  }

  async #receive(message: FromPage): Promise<void> {
    if (message.kind === "window-open") return void this.#onWindowOpen({ url: appUrl(message.url) });
    if (message.kind !== "invoke") return this.#relay.receive(message);
    const { protocol, host } = new URL(this.#url);
    const event = { sender: this, senderFrame: { url: this.#url, origin: `${protocol}//${host}`, parent: null } };
    const answer = await answerInvoke(event, message.channel, message.args);
    this.#page?.post({ kind: "reply", id: message.id, ...answer });
  }
}
