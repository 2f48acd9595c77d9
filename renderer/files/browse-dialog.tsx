import { CornerLeftUp, FileJson2, Folder } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import type { CallResponse } from "../../engine/contract/api.ts";
import { messageOf } from "../../design/errors.ts";
import { engine } from "../connection/engine-slot.ts";
import { filesWords } from "../words/files.ts";
import "./browse-dialog.css";

export type Listing = CallResponse<"files.list">;

/** A folder's designs, as the engine's computer has them. `null` while they are read. */
export function useListing(folder: string | undefined): { listing: Listing | null; error: string | null } {
  const [state, setState] = useState<{ listing: Listing | null; error: string | null }>({ listing: null, error: null });
  useEffect(() => {
    let current = true;
    engine
      .call("files.list", folder === undefined ? {} : { folder })
      .then((listing) => current && setState({ listing, error: null }))
      .catch((error: unknown) => current && setState((before) => ({ ...before, error: messageOf(error) })));
    return () => {
      current = false;
    };
  }, [folder]);
  return state;
}

export interface FolderViewProps {
  readonly listing: Listing | null;
  readonly error: string | null;
  readonly onFolder: (path: string) => void;
  readonly onDesign: (path: string, name: string) => void;
  readonly empty: ReactNode;
}

/** The folders and designs of a folder, to be walked with the keyboard or the pointer. */
export function FolderView({ listing, error, onFolder, onDesign, empty }: FolderViewProps) {
  const parent = listing?.parent ?? null;
  return (
    <div className="folder-view">
      <p className="folder-path" title={listing?.folder}>
        {listing?.folder ?? "…"}
      </p>
      {error !== null && (
        <p className="folder-error" role="alert">
          {error}
        </p>
      )}
      <ul className="folder-list scroll">
        {parent !== null && (
          <li>
            <button type="button" className="folder-entry" onClick={() => onFolder(parent)}>
              <CornerLeftUp size={15} aria-hidden="true" /> {filesWords.upOneFolder}
            </button>
          </li>
        )}
        {listing?.entries.map((entry) => (
          <li key={entry.path}>
            <button
              type="button"
              className="folder-entry"
              data-entry={entry.kind}
              onClick={() => (entry.kind === "folder" ? onFolder(entry.path) : onDesign(entry.path, entry.name))}
            >
              {entry.kind === "folder" ? <Folder size={15} aria-hidden="true" /> : <FileJson2 size={15} aria-hidden="true" />}
              {entry.name}
            </button>
          </li>
        ))}
        {listing?.entries.length === 0 && <li className="folder-empty">{empty}</li>}
      </ul>
    </div>
  );
}
