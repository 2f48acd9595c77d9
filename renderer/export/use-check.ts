import { useEffect, useState } from "react";
import { messageOf } from "../../design/errors.ts";
import type { ExportFile } from "../../design/export/target.ts";
import { engine } from "../connection/engine-slot.ts";
import { useRun } from "../stores/run-store.ts";
import { exportWords } from "../words/export.ts";

/** Checkers take longer than exports: they are asked once the preview has come to rest. */
const REST_MS = 350;

/** What is known of an export's validity. */
export type Check =
  | { readonly state: "checking" }
  | { readonly state: "checked"; readonly checkedWith: string; readonly problems: readonly string[] }
  | { readonly state: "unchecked"; readonly why: string };

const NOT_CONNECTED: Check = { state: "unchecked", why: exportWords.theEngineIsNotConnected };
const NO_CHECKER: Check = { state: "unchecked", why: exportWords.thereIsNoCheckerForThisFormat };
const CHECKING: Check = { state: "checking" };

/** Names this window among those that ask the same engine. */
const ASKER = globalThis.crypto.randomUUID();

/** Asks the engine what the format's own parser or schema says of an export; a newer export takes the place of an older one. */
export function useCheck(target: string, files: readonly ExportFile[] | null): Check {
  const isConnected = useRun(({ connection }) => connection.status === "connected");
  const [answered, setAnswered] = useState<{ files: readonly ExportFile[]; check: Check } | null>(null);
  useEffect(() => {
    if (files === null || !isConnected) return undefined;
    let isCurrent = true;
    const settle = (check: Check) => isCurrent && setAnswered({ files, check });
    const timer = setTimeout(() => {
      engine
        .call("exports.check", { asker: ASKER, target, files: [...files] })
        .then((answer) => {
          if (answer.outcome === "checked") settle({ state: "checked", checkedWith: answer.checkedWith, problems: answer.problems });
          else if (answer.outcome === "unchecked") settle(NO_CHECKER);
        })
        .catch((error: unknown) => settle({ state: "unchecked", why: messageOf(error) }));
    }, REST_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [target, files, isConnected]);
  if (!isConnected) return NOT_CONNECTED;
  return answered !== null && answered.files === files ? answered.check : CHECKING;
}
