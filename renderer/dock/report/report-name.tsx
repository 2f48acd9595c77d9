import { useState } from "react";
import { commandContext } from "../../commands/context.ts";
import { tellFailure } from "../../commands/perform.ts";
import type { KeptReport } from "../../../engine/contract/kept-report.ts";
import { labelReport } from "../../run/report-actions.ts";
import { dockReportWords } from "../../words/dock-report.ts";

/** What somebody called the report that is shown; written when the field is left, and kept before reports without a name. */
export function ReportName({ kept }: { readonly kept: KeptReport }) {
  const { id, label = "" } = kept;
  const [draft, setDraft] = useState(label);

  function leave(): void {
    const text = draft.trim();
    if (text === label) return;
    labelReport(commandContext, id, text).catch((error: unknown) => {
      setDraft(label);
      tellFailure(error, commandContext);
    });
  }

  return (
    <label>
      {dockReportWords.nameOfTheReport}
      <span className="input-frame">
        <input
          value={draft}
          placeholder={dockReportWords.nameToFindItAgain}
          maxLength={60}
          autoComplete="off"
          onChange={(event) => setDraft(event.target.value)}
          onBlur={leave}
          onKeyDown={(event) => {
            if (event.key === "Escape") setDraft(label);
            if (event.key === "Enter") event.currentTarget.blur();
          }}
        />
      </span>
    </label>
  );
}
