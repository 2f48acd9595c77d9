import { displayName } from "../../../design/document/display-name.ts";
import type { Design } from "../../../design/document/schema.ts";
import { element, type Element } from "../../../design/picture/markup.ts";
import { formatExactCount } from "../../../design/words/numbers.ts";
import type { AuditReport } from "../audit.ts";
import { reportWords } from "../report-words.ts";

const words = reportWords.audit;

/** Ids that are shown of each sort; the report as JSON has more. */
const NAMED = 20;

/** What a run in audit mode found by id (rule E4), and where the ledger says otherwise. */
export function auditPart(audit: AuditReport, design: Design | undefined): Element[] {
  const { born, ended, inFlight, lost, duplicated, recognised, redelivered, differences } = audit;
  const nameOf = (id: string): string => displayName(design?.nodes.find((node) => node.id === id) ?? { id });
  const count = formatExactCount;
  const found = (say: (ids: string) => string, { count: many, ids }: AuditReport["lost"]): Element[] =>
    many === 0 ? [] : [element("p", { class: "about" }, say(`${ids.slice(0, NAMED).map(({ id, place }) => `${id} (${nameOf(place)})`).join(", ")}${many > NAMED ? ", …" : ""}`))];
  return [
    element("p", {}, element("b", { class: differences.length === 0 ? "ok" : "bad" }, differences.length === 0 ? words.agrees : words.differs)),
    element("p", {}, words.sum(count(born), count(ended), count(inFlight), count(lost.count), count(duplicated.count))),
    element("p", { class: "about" }, words.again(count(redelivered), count(recognised))),
    ...differences.map(({ place, line, ledger, audit: counted }) => element("p", { class: "bad" }, words.difference(nameOf(place), count(counted), line, count(ledger)))),
    ...found(words.lost, lost),
    ...found(words.duplicated, duplicated),
  ];
}
