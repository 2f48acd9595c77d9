import { useEffect, useState } from "react";
import type { CallName, CallResponse } from "../../engine/contract/api.ts";
import { engine } from "../connection/engine-slot.ts";

type Files<Name extends "files.recent" | "files.examples"> = CallResponse<Name>["files"];

/** Designs that come with the product; empty until they are known. */
export function useExamples(): Files<"files.examples"> {
  return useFiles("files.examples");
}

/** Files that were opened or saved lately, newest first; empty until they are known. */
export function useRecentFiles(): Files<"files.recent"> {
  return useFiles("files.recent");
}

function useFiles<Name extends "files.recent" | "files.examples">(name: Name & CallName): Files<Name> {
  const [files, setFiles] = useState<Files<Name>>([] as unknown as Files<Name>);
  useEffect(() => {
    let current = true;
    engine.call(name, {}).then(
      (answer) => current && setFiles((answer as { files: Files<Name> }).files),
      () => {
        // A list that cannot be had stays empty: the connection's state says why.
      },
    );
    return () => {
      current = false;
    };
  }, [name]);
  return files;
}
