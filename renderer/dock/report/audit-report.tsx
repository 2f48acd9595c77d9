import { CircleAlert, CircleCheck } from "lucide-react";
import { displayName } from "../../../design/document/display-name.ts";
import { formatExactCount } from "../../../design/words/numbers.ts";
import type { AuditReport as Audit } from "../../../engine/contract/audit.ts";
import { useDocument } from "../../stores/document-store.ts";
import { reportSectionsWords } from "../../words/report-sections.ts";
import "./audit-report.css";

const words = reportSectionsWords.audit;

/** Ids that are listed of each sort; the saved report has more. */
const LISTED = 100;

/** What a run in audit mode found by id (rule E4), and whether the ledger, which counts by difference, says the same. */
export function AuditReport({ audit }: { readonly audit: Audit }) {
  const { born, ended, inFlight, lost, duplicated, recognised, redelivered, differences } = audit;
  const agrees = differences.length === 0;
  const figures: readonly [number, string, ("ok" | "bad")?][] = [
    [born, words.born],
    [ended, words.ended],
    [inFlight, words.inFlight],
    [lost.count, words.lost, lost.count > 0 ? "bad" : "ok"],
    [duplicated.count, words.duplicated, duplicated.count > 0 ? "bad" : "ok"],
    [redelivered, words.redelivered],
    [recognised, words.recognised],
  ];
  return (
    <section className="audit-report" aria-label={words.title}>
      <h3>
        {words.title}
        <span className="audit-verdict" data-tone={agrees ? "ok" : "bad"}>
          {agrees ? <CircleCheck size={14} aria-hidden="true" /> : <CircleAlert size={14} aria-hidden="true" />}
          {agrees ? words.agrees : words.differs}
        </span>
      </h3>
      <dl className="audit-figures">
        {figures.map(([count, name, tone]) => (
          <div key={name}>
            <dd data-tone={tone}>{formatExactCount(count)}</dd>
            <dt>{name}</dt>
          </div>
        ))}
      </dl>
      {differences.length > 0 && <Differences differences={differences} />}
      {lost.count === 0 && duplicated.count === 0 && <p className="audit-note">{words.none}</p>}
      <Found title={words.lostIds} found={lost} />
      <Found title={words.duplicatedIds} found={duplicated} />
    </section>
  );
}

function Differences({ differences }: Pick<Audit, "differences">) {
  const nameOf = usePlaceNames();
  return (
    <ul className="audit-differences">
      {differences.map(({ place, line, ledger, audit }) => (
        <li key={`${place}/${line}`}>{words.difference(nameOf(place), words[line], formatExactCount(audit), formatExactCount(ledger))}</li>
      ))}
    </ul>
  );
}

/** The events of one sort, by id and by the place that they were on their way to. */
function Found({ title, found: { count, ids } }: { readonly title: string; readonly found: Audit["lost"] }) {
  const nameOf = usePlaceNames();
  if (count === 0) return null;
  const listed = ids.slice(0, LISTED);
  return (
    <details className="audit-found">
      <summary>{words.foundOf(title, formatExactCount(count))}</summary>
      <ul className="scroll" tabIndex={0} aria-label={title}>
        {listed.map(({ id, place }, index) => (
          // One id may be found more than once.
          <li key={`${index}/${id}`}>
            <code>{id}</code> {nameOf(place)}
          </li>
        ))}
      </ul>
      {count > listed.length && <p className="audit-note">{words.moreInTheFile(formatExactCount(count - listed.length))}</p>}
    </details>
  );
}

/** Nodes by the name that they have now; what is none, such as an implicit queue, by its id. */
function usePlaceNames(): (id: string) => string {
  const nodes = useDocument(({ design }) => design.nodes);
  return (id) => displayName(nodes.find((node) => node.id === id) ?? { id });
}
