import { useEffect, useRef, useState } from "react";
import type { CallResponse } from "../../engine/contract/api.ts";
import { engine } from "../connection/engine-slot.ts";

type Files<Name extends "files.recent" | "files.examples" | "files.templates" | "files.lessons"> = CallResponse<Name>["files"];

/** Designs that come with the product; empty until they are known. */
export function useExamples(): Files<"files.examples"> {
  return useFiles(() => engine.call("files.examples", {}));
}

/** Designs to begin with; empty until they are known. */
export function useTemplates(): Files<"files.templates"> {
  return useFiles(() => engine.call("files.templates", {}));
}

/** Lessons that come with the product; empty until they are known. */
export function useLessons(): Files<"files.lessons"> {
  return useFiles(() => engine.call("files.lessons", {}));
}

/** Files that were opened or saved lately, newest first; empty until they are known. */
export function useRecentFiles(): Files<"files.recent"> {
  return useFiles(() => engine.call("files.recent", {}));
}

function useFiles<File>(ask: () => Promise<{ files: File[] }>): File[] {
  const [files, setFiles] = useState<File[]>([]);
  const first = useRef(ask);
  useEffect(() => {
    let current = true;
    first.current().then(
      (answer) => current && setFiles(answer.files),
      () => {
        // A list that cannot be had stays empty: the connection's state says why.
      },
    );
    return () => {
      current = false;
    };
  }, []);
  return files;
}
