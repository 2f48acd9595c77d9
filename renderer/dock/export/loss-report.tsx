import { CircleCheck, Copy } from "lucide-react";
import { useState } from "react";
import type { Design } from "../../../design/document/schema.ts";
import { lossTable } from "../../../design/export/loss-table.ts";
import type { Loss } from "../../../design/export/target.ts";
import { copyText } from "../../export/copy-text.ts";
import { lossGroups, type LossGroup } from "../../export/loss-groups.ts";
import { sessionStore } from "../../stores/session-store.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { exportWords } from "../../words/export.ts";

/** From so many on they can be searched. */
const MANY = 8;

export interface LossReportProps {
  readonly title: string;
  readonly losses: readonly Loss[];
  /** What was exported. */
  readonly design: Design;
}

/** What the target cannot say: of each node the setting, its value, why, and what to do instead. */
export function LossReport({ title, losses, design }: LossReportProps) {
  const [search, setSearch] = useState("");
  const groups = lossGroups(losses, losses.length >= MANY ? search : "");
  return (
    <section className="losses" aria-label={exportWords.lossReport}>
      <header className="losses-header">
        <h3>{losses.length === 0 ? exportWords.nothingLost : `${losses.length} ${losses.length === 1 ? "loss" : "losses"}`}</h3>
        {losses.length >= MANY && <input type="search" className="losses-search" aria-label={exportWords.searchTheLosses} placeholder={exportWords.search} value={search} onChange={(event) => setSearch(event.target.value)} />}
        {losses.length > 0 && <IconButton icon={Copy} label={exportWords.copyTheReportAsMarkdown} onClick={() => void copyText(lossTable(title, losses), exportWords.theLossReport)} />}
      </header>
      {losses.length === 0 ? (
        <p className="losses-none">
          <CircleCheck size={20} data-tone="ok" aria-hidden="true" />
          {exportWords.everythingInTheDesignIsExpressed}
        </p>
      ) : (
        <div className="losses-body scroll" tabIndex={0} role="group" aria-label={exportWords.losses}>
          <table className="table losses-table">
            <thead>
              <tr>
                <th scope="col">{exportWords.setting}</th>
                <th scope="col">{exportWords.whyItIsLost}</th>
                <th scope="col">{exportWords.whatToDoInstead}</th>
              </tr>
            </thead>
            {groups.map((group) => (
              <Group key={group.id} group={group} design={design} />
            ))}
          </table>
          {groups.length === 0 && <p className="losses-none">{exportWords.nothingThatIsLostHasSearch(search)}</p>}
        </div>
      )}
    </section>
  );
}

function Group({ group, design }: { readonly group: LossGroup; readonly design: Design }) {
  const reveal = revealOf(group.id, design);
  return (
    <tbody>
      <tr className="losses-node">
        <th scope="rowgroup" colSpan={3}>
          {reveal ? (
            <button type="button" title={exportWords.showItOnTheCanvas} onClick={reveal}>
              {group.name}
            </button>
          ) : (
            group.name
          )}
        </th>
      </tr>
      {group.losses.map(({ property, value, why, instead }) => (
        <tr key={`${property} ${value} ${why}`}>
          <td>
            <span className="losses-property">{property === "kind" ? exportWords.theWholeNode : property}</span>
            {value !== "" && (
              <code className="losses-value" title={value}>
                {property === "kind" ? value.replaceAll('"', "") : value}
              </code>
            )}
          </td>
          <td>{why}</td>
          <td>{instead}</td>
        </tr>
      ))}
    </tbody>
  );
}

/** Shows a node or an edge on the canvas; undefined for what is none, such as an objective. */
function revealOf(id: string, design: Design): (() => void) | undefined {
  const edge = design.edges.find((each) => each.id === id);
  const nodes = edge ? [edge.from.node, edge.to.node] : design.nodes.some((node) => node.id === id) ? [id] : [];
  if (nodes.length === 0) return undefined;
  return () => {
    const session = sessionStore.getState();
    session.select(edge ? { edges: [id] } : { nodes: [id] });
    session.requestReveal(nodes);
  };
}
