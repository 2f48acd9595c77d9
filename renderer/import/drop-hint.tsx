import { FileDown } from "lucide-react";
import { usePendingImport } from "./pending-import.ts";
import { importWords } from "../words/import.ts";
import "./import.css";

/** Says that a file may be dropped, while one is dragged over the window. */
export function DropHint() {
  const isDragging = usePendingImport((pending) => pending.isDragging);
  if (!isDragging) return null;
  return (
    <div className="drop-hint" aria-hidden="true">
      <FileDown size={28} />
      {importWords.dropItToOpenOrImport}
    </div>
  );
}
