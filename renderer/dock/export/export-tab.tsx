import { TriangleAlert } from "lucide-react";
import { useMemo, type ReactNode } from "react";
import { targetNamed, targetNames } from "../../../design/export/registry.ts";
import { useOutcome, type Computed } from "../../export/use-outcome.ts";
import { placeOf } from "../../export/save-export.ts";
import { useDocument } from "../../stores/document-store.ts";
import { optionsOf, useExport } from "../../stores/export-store.ts";
import { sessionStore } from "../../stores/session-store.ts";
import { Button } from "../../ui/button.tsx";
import { useProblems } from "../problems/use-problems.ts";
import { LossReport } from "./loss-report.tsx";
import { Preview } from "./preview.tsx";
import { TargetList } from "./target-list.tsx";
import { exportWords } from "../../words/export.ts";
import "./export.css";

/** The design as configuration for what it will be deployed on: every target, its files as they would be written, and what it cannot say. */
export function ExportTab() {
  const remembered = useExport((choices) => choices.target);
  const target = targetNames.find((name) => name === remembered) ?? targetNames[0] ?? "";
  const isEmpty = useDocument(({ design }) => design.nodes.length === 0);
  return (
    <div className="export">
      <TargetList chosen={target} />
      {isEmpty ? <State>{exportWords.nothingIsDrawnYetWhatYouDraw}</State> : <Exported target={target} />}
    </div>
  );
}

function Exported({ target }: { readonly target: string }) {
  const design = useDocument((document) => document.design);
  const options = useExport((choices) => optionsOf(choices, target));
  const computed = useOutcome({ design, target, options });
  if (computed === null) return <State>{exportWords.writing}</State>;
  const { outcome } = computed;
  if (outcome.ok) return <Result computed={computed} />;
  if (outcome.error.code === "design-has-problems") return <HasProblems />;
  return (
    <State tone="bad">
      {outcome.error.message}
    </State>
  );
}

function Result({ computed: { request, outcome } }: { readonly computed: Computed }) {
  const path = useDocument((document) => document.path);
  const key = useDocument((document) => document.key);
  const { title } = targetNamed(request.target);
  const files = outcome.ok ? outcome.files : null;
  const save = useMemo(() => ({ target: request.target, title, files: files ?? [], place: placeOf({ path, key }, request.target) }), [request.target, title, files, path, key]);
  if (!outcome.ok) return null;
  return (
    <>
      <Preview save={save} />
      <LossReport title={title} losses={outcome.losses} design={request.design} />
    </>
  );
}

function HasProblems() {
  const errors = useProblems().filter(({ severity }) => severity === "error").length;
  return (
    <State tone="bad">
      <span>{exportWords.theDesignCannotRunYet(errors)}</span>
      <Button onClick={() => sessionStore.getState().showDock("problems")}>{exportWords.showTheProblems}</Button>
    </State>
  );
}

function State({ tone, children }: { readonly tone?: "bad"; readonly children: ReactNode }) {
  return (
    <div className="export-state" role="status">
      {tone === "bad" && <TriangleAlert size={20} data-tone="bad" aria-hidden="true" />}
      {children}
    </div>
  );
}
