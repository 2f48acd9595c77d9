import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, expect, it } from "vitest";
import { AppError } from "../../design/errors.ts";
import { commandContext } from "../commands/context.ts";
import { tellFailure } from "../commands/perform.ts";
import { engine } from "../connection/engine-slot.ts";
import { runStore } from "../stores/run-store.ts";
import { sessionStore } from "../stores/session-store.ts";
import { WebhookApproval } from "./webhook-approval.tsx";

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

let cleanUp: () => void = () => {};
afterEach(() => cleanUp());

it("S3 an approval takes away the message that asked for it, and no other", async () => {
  const asked: string[] = [];
  engine.use({
    call: ((name: string) => {
      asked.push(name);
      return Promise.resolve({ webhooks: name === "webhooks.approve" ? ["http://127.0.0.1:1/paid"] : [] });
    }) as never,
  });
  runStore.getState().setConnection({ status: "connected" } as never);
  sessionStore.getState().toast({ level: "info", text: "Saved." });
  tellFailure(new AppError("webhook-not-approved", "hook posts to an address that is not approved."), commandContext);
  const place = document.createElement("div");
  const root = createRoot(place);
  cleanUp = () => act(() => root.unmount());
  await act(async () => root.render(<WebhookApproval node={{ id: "h", kind: "webhook", position: { x: 0, y: 0 }, settings: { url: "http://127.0.0.1:1/paid" } }} />));
  expect(sessionStore.getState().toasts).toHaveLength(2);
  await act(async () => place.querySelector("button")?.click());
  expect(asked).toEqual(["webhooks.approved", "webhooks.approve"]);
  expect(sessionStore.getState().toasts.map(({ text }) => text)).toEqual(["Saved."]);
  expect(place.textContent).toContain("may post to http://127.0.0.1:1/paid");
});
