import { CircleCheck } from "lucide-react";
import type { ImportNote } from "../../design/import/source.ts";
import { importWords } from "../words/import.ts";

/** What of a document was not understood or is said otherwise, by its place there. */
export function NotesTable({ notes }: { readonly notes: readonly ImportNote[] }) {
  if (notes.length === 0) {
    return (
      <p className="import-clean">
        <CircleCheck size={16} aria-hidden="true" /> {importWords.everythingInItWasUnderstood}
      </p>
    );
  }
  return (
    <div className="import-notes scroll" tabIndex={0} role="group" aria-label={importWords.whatWasNotUnderstood}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{importWords.place}</th>
            <th scope="col">{importWords.whatWasNotUnderstood}</th>
            <th scope="col">{importWords.whatWasDoneInstead}</th>
          </tr>
        </thead>
        <tbody>
          {notes.map(({ place, what, instead }, index) => (
            // Two notes may read the same; their order does not change.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={index}>
              <td>
                <code>{place === "" ? importWords.theDesign : place}</code>
              </td>
              <td>{what}</td>
              <td>{instead}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
