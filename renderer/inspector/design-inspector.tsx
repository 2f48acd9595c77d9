import { Workflow } from "lucide-react";
import { Switch } from "radix-ui";
import { renameDesign, setDescription, setSeed } from "../../design/document/operations-document.ts";
import { AlertSection } from "../alerts/alert-section.tsx";
import { documentStore, useDocument } from "../stores/document-store.ts";
import { runStore, useRun } from "../stores/run-store.ts";
import { FieldRow } from "./form/field-row.tsx";
import { parseDuration, parseNumber } from "./form/parse-number.ts";
import { formatDuration, inUnit, readableUnit } from "../../design/words/time-units.ts";
import { useDraft, type Parsed } from "./form/use-draft.ts";
import { InspectorHeader } from "./inspector-header.tsx";
import { SloSection } from "./slo-section.tsx";
import { ZoneSection } from "./zone-section.tsx";
import { inspectorWords } from "../words/inspector.ts";
import "./form/form.css";

const LONGEST_MS = 7 * 24 * 3_600_000;

/** Nothing is selected: the design itself, and how long it runs. */
export function DesignInspector() {
  const name = useDocument(({ design }) => design.name);
  const nodes = useDocument(({ design }) => design.nodes.length);
  const edges = useDocument(({ design }) => design.edges.length);
  return (
    <>
      <InspectorHeader
        icon={
          <span className="kind-icon design-icon" style={{ width: 32, height: 32 }} aria-hidden="true">
            <Workflow size={18} />
          </span>
        }
        name={name}
        placeholder={inspectorWords.untitled}
        label={inspectorWords.name}
        subtitle={inspectorWords.designNodesNodesEdgesEdges(nodes, edges)}
        onRename={(next) => {
          if (next.trim() === "") return;
          const { design, edit } = documentStore.getState();
          edit(renameDesign(design, next), inspectorWords.renameTheDesign, { mergeKey: "design/name" });
        }}
      />
      <div className="inspector-body scroll">
        <div className="form">
          <Description />
          <Seed />
          <RunLength />
          <Audit />
        </div>
        <SloSection />
        <AlertSection />
        <ZoneSection />
        <p className="inspector-note">{inspectorWords.selectANodeOrAnEdge}</p>
      </div>
    </>
  );
}

function Description() {
  const description = useDocument(({ design }) => design.description ?? "");
  return (
    <FieldRow id="design-description" title={inspectorWords.description} help={inspectorWords.whatThisDesignIsAboutForWhoever} error={null} defaultText={null} wide>
      <textarea
        id="design-description"
        className="code-input prose-input"
        rows={4}
        maxLength={20_000}
        value={description}
        aria-describedby="design-description-help"
        onChange={(event) => {
          const { design, edit } = documentStore.getState();
          edit(setDescription(design, event.target.value), inspectorWords.describeTheDesign, { mergeKey: "design/description" });
        }}
        onBlur={() => documentStore.getState().mark()}
      />
    </FieldRow>
  );
}

function Seed() {
  const seed = useDocument(({ design }) => design.seed);
  const draft = useDraft({
    value: seed,
    text: seed === undefined ? "" : String(seed),
    parse: parseSeed,
    commit: (value) => {
      const { design, edit } = documentStore.getState();
      edit(setSeed(design, value as number | undefined), inspectorWords.setTheSeed, { mergeKey: "design/seed" });
      return null;
    },
    settle: () => documentStore.getState().mark(),
  });
  return (
    <FieldRow id="design-seed" title={inspectorWords.seed} help={inspectorWords.twoForecastsWithOneSeedAreIdentical} error={draft.error} defaultText={null}>
      <span className="input-frame">
        <input
          id="design-seed"
          inputMode="numeric"
          placeholder="1"
          value={draft.text}
          aria-invalid={draft.error !== null}
          aria-describedby="design-seed-help"
          onChange={(event) => draft.type(event.target.value)}
          onBlur={draft.leave}
        />
      </span>
    </FieldRow>
  );
}

function parseSeed(text: string): Parsed {
  const parsed = parseNumber(text);
  if ("error" in parsed || parsed.value === undefined) return parsed;
  return Number.isSafeInteger(parsed.value) && Number(parsed.value) >= 0 ? parsed : { error: inspectorWords.aSeedIsAWholeNumber };
}

function RunLength() {
  const forMs = useRun(({ options }) => options.forMs);
  const draft = useDraft({
    value: forMs,
    text: forMs === null ? "" : `${inUnit(forMs, readableUnit(forMs))} ${readableUnit(forMs)}`,
    parse: parseLength,
    commit: (value) => {
      runStore.getState().setOptions({ forMs: value as number | null });
      return null;
    },
    settle: () => {},
  });
  return (
    <FieldRow id="run-length" title={inspectorWords.runLength} help={inspectorWords.howLongProducersProduceInDesignTime} error={draft.error} defaultText={null}>
      <span className="input-frame">
        <input
          id="run-length"
          placeholder={inspectorWords.untilStopped}
          value={draft.text}
          aria-invalid={draft.error !== null}
          aria-describedby="run-length-help"
          onChange={(event) => draft.type(event.target.value)}
          onBlur={draft.leave}
        />
      </span>
    </FieldRow>
  );
}

function parseLength(text: string): Parsed {
  if (text.trim() === "") return { value: null };
  const parsed = parseDuration(text, "s");
  if ("error" in parsed) return parsed;
  const ms = parsed.value;
  if (typeof ms !== "number" || ms <= 0) return { error: inspectorWords.aRunNeedsSomeTimeForExample };
  return ms <= LONGEST_MS ? parsed : { error: inspectorWords.atMostDuration(formatDuration(LONGEST_MS)) };
}

/** Whether live runs count by id what was lost or duplicated (rule E4). */
function Audit() {
  const audit = useRun(({ options }) => options.audit);
  return (
    <FieldRow id="run-audit" title={inspectorWords.audit} help={inspectorWords.auditHelp} error={null} defaultText={null}>
      <Switch.Root id="run-audit" className="switch" checked={audit} aria-describedby="run-audit-help" onCheckedChange={(on) => runStore.getState().setOptions({ audit: on })}>
        <Switch.Thumb className="switch-thumb" />
      </Switch.Root>
    </FieldRow>
  );
}
