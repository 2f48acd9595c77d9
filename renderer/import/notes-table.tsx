import { CircleCheck } from "lucide-react";
import type { ImportNote } from "../../design/import/source.ts";

/** What of a document was not understood or is said otherwise, by its place there. */
export function NotesTable({ notes }: { readonly notes: readonly ImportNote[] }) {
  if (notes.length === 0) {
    return (
      <p className="import-clean">
        <CircleCheck size={16} aria-hidden="true" /> Everything in it was understood.
      </p>
    );
  }
  return (
    <div className="import-notes scroll" tabIndex={0} role="group" aria-label="What was not understood">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Place</th>
            <th scope="col">What was not understood</th>
            <th scope="col">What was done instead</th>
          </tr>
        </thead>
        <tbody>
          {notes.map(({ place, what, instead }, index) => (
            // Two notes may read the same; their order does not change.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={index}>
              <td>
                <code>{place === "" ? "the design" : place}</code>
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
