import { displayName } from "../../../design/document/display-name.ts";
import { STATISTICS, type FigureName, type Statistic } from "../../../engine/contract/figures.ts";
import { useDocument } from "../../stores/document-store.ts";
import { useWhatIf, whatIfStore } from "../../stores/what-if-store.ts";
import { Select } from "../../ui/select.tsx";
import { whatIfWords } from "../../words/what-if.ts";

const NAMES: readonly { value: FigureName; label: string }[] = [
  { value: "endToEndMs", label: whatIfWords.endToEndTime },
  { value: "waitMs", label: whatIfWords.wait },
  { value: "serviceMs", label: whatIfWords.serviceTime },
  { value: "throughputPerSecond", label: whatIfWords.throughput },
  { value: "utilization", label: whatIfWords.utilisation },
  { value: "depth", label: whatIfWords.depth },
  { value: "errorRate", label: whatIfWords.errorRate },
  { value: "lost", label: whatIfWords.lost },
];
const OF_ALL = "*";

/** Chooses what is plotted; changing it forecasts nothing anew. */
export function FigurePicker() {
  const shown = useWhatIf((whatIf) => whatIf.shown);
  const nodes = useDocument((document) => document.design.nodes);
  const { show } = whatIfStore.getState();
  const hasStatistic = shown.figure.endsWith("Ms");
  const overall = shown.figure === "endToEndMs" || shown.figure === "throughputPerSecond" || shown.figure === "lost" ? "of all" : whatIfWords.ofTheWorstNode;
  return (
    <div className="what-if-figure">
      <Select label={whatIfWords.figure} value={shown.figure} options={NAMES} onChange={(figure) => show({ figure })} />
      {hasStatistic && (
        <Select<Statistic> label={whatIfWords.statistic} value={shown.statistic} options={STATISTICS.map((value) => ({ value, label: value }))} onChange={(statistic) => show({ statistic })} />
      )}
      {shown.figure !== "lost" && (
        <Select
          label={whatIfWords.of}
          value={shown.node ?? OF_ALL}
          options={[{ value: OF_ALL, label: overall }, ...nodes.map((node) => ({ value: node.id, label: displayName(node) }))]}
          onChange={(node) => show({ node: node === OF_ALL ? null : node })}
        />
      )}
    </div>
  );
}
