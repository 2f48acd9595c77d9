import { displayName } from "../../../design/document/display-name.ts";
import type { Design } from "../../../design/document/schema.ts";
import { element, type Element } from "../../../design/picture/markup.ts";
import { formatExactCount } from "../../../design/words/numbers.ts";
import type { AuditReport } from "../audit.ts";

/** Ids that are shown of each sort; the report as JSON has more. */
const NAMED = 20;

/** What a run in audit mode found by id (rule E4), and where the ledger says otherwise. */
export function auditPart(audit: AuditReport, design: Design | undefined): Element[] {
  const { born, ended, inFlight, lost, duplicated, recognised, redelivered, differences } = audit;
  const nameOf = (id: string): string => displayName(design?.nodes.find((node) => node.id === id) ?? { id });
  const count = formatExactCount;
  const found = (name: string, { count: many, ids }: AuditReport["lost"]): Element[] =>
    many === 0 ? [] : [element("p", { class: "about" }, `${name}: ${ids.slice(0, NAMED).map(({ id, place }) => `${id} (${nameOf(place)})`).join(", ")}${many > NAMED ? ", …" : ""}`)];
  return [
    element("p", {}, element("b", { class: differences.length === 0 ? "ok" : "bad" }, differences.length === 0 ? "Agrees with the ledger." : "Differs from the ledger.")),
    element("p", {}, `${count(born)} born = ${count(ended)} ended + ${count(inFlight)} in flight + ${count(lost.count)} lost; ${count(duplicated.count)} duplicated.`),
    element("p", { class: "about" }, `${count(redelivered)} handed out again; ${count(recognised)} second children recognised and left out.`),
    ...differences.map(({ place, line, ledger, audit: counted }) => element("p", { class: "bad" }, `${nameOf(place)}: ${count(counted)} ${line} by id, ${count(ledger)} by the ledger.`)),
    ...found("Lost", lost),
    ...found("Duplicated", duplicated),
  ];
}
