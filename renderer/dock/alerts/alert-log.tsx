import type { AlertActionState, AlertRecord } from "../../../engine/contract/alerts.ts";
import { formatTick } from "../../format/clock.ts";
import { alertsWords as words } from "../../words/alerts.ts";
import "./alert-log.css";

/** What alerts did: when, why, what was done and what came of it, and when it was over. */
export function AlertLog({ records }: { readonly records: readonly AlertRecord[] }) {
  return (
    <div className="alert-log scroll" tabIndex={0} role="group" aria-label={words.log}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{words.time}</th>
            <th scope="col">{words.why}</th>
            <th scope="col">{words.done}</th>
            <th scope="col">{words.over}</th>
          </tr>
        </thead>
        <tbody>
          {records.map((record) => (
            <tr key={record.seq}>
              <td>{formatTick(record.atMs)}</td>
              <td className="alert-why">
                <b>{record.name}</b>
                {record.again > 0 && <small>{words.again(record.again)}</small>}
                <span>{record.why.text}</span>
              </td>
              <td className="alert-done">{record.actions.length === 0 ? <span className="alert-quiet">{words.onlyTold}</span> : record.actions.map((action, index) => <Done key={`${index}/${action.action}`} action={action} />)}</td>
              <td>
                {record.resolvedMs === null ? words.goesOn : formatTick(record.resolvedMs)}
                {record.resolvedBy && <small>{words.resolved[record.resolvedBy]}</small>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Done({ action: { what, result, note, untilMs, undone } }: { readonly action: AlertActionState }) {
  const after = undone === true ? words.undone : untilMs === undefined ? "" : words.until(formatTick(untilMs));
  return (
    <span className="alert-action" data-result={result}>
      {what} <b>{note ?? words.results[result]}</b>
      {after !== "" && <small>{after}</small>}
    </span>
  );
}
