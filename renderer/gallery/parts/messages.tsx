import { EmptyCanvas } from "../../canvas/empty-canvas.tsx";
import { ValidityBadge } from "../../dock/export/validity-badge.tsx";
import "../../dock/export/export.css";
import { NothingRun } from "../../dock/nothing-run.tsx";
import { ToastCard } from "../../shell/toasts.tsx";
import { galleryWords } from "../../words/gallery.ts";
import { Part, Row } from "../part.tsx";

const words = galleryWords.messages;

/** What the screen says by itself. */
export function Messages() {
  return (
    <Part id="messages" title={words.title}>
      <Row title={words.toasts}>
        <div className="gallery-messages">
          <ToastCard toast={{ id: -1, level: "success", text: words.saved }} />
          <ToastCard toast={{ id: -2, level: "info", text: words.started, command: "view.commands" }} />
          <ToastCard toast={{ id: -3, level: "warning", text: words.slow, detail: words.slowDetail }} />
          <ToastCard toast={{ id: -4, level: "error", text: words.failed, detail: words.failedDetail }} />
        </div>
      </Row>
      <Row title={words.badges}>
        <ValidityBadge check={{ state: "checking" }} />
        <ValidityBadge check={{ state: "unchecked", why: words.failedDetail }} />
        <ValidityBadge check={{ state: "checked", checkedWith: "AsyncAPI", problems: [] }} />
        <ValidityBadge check={{ state: "checked", checkedWith: "AsyncAPI", problems: [words.failed] }} />
      </Row>
      <Row title={words.empty}>
        <div className="gallery-empty">
          <EmptyCanvas />
        </div>
        <div className="gallery-empty">
          <NothingRun>{words.nothingRun}</NothingRun>
        </div>
      </Row>
    </Part>
  );
}
