import { CircleCheck, CircleDashed, LoaderCircle, TriangleAlert } from "lucide-react";
import { Popover } from "radix-ui";
import type { Check } from "../../export/use-check.ts";
import { Tip } from "../../ui/tip.tsx";
import { exportWords } from "../../words/export.ts";

/** Whether the format's own checker accepts the export: what it found wrong is a click away. */
export function ValidityBadge({ check }: { readonly check: Check }) {
  switch (check.state) {
    case "checking":
      return (
        <span className="validity" role="status">
          <LoaderCircle className="spinning" size={13} aria-hidden="true" /> {exportWords.checking}
        </span>
      );
    case "unchecked":
      return (
        <Tip text={check.why}>
          <span className="validity" role="status" tabIndex={0}>
            <CircleDashed size={13} aria-hidden="true" /> {exportWords.notChecked}
          </span>
        </Tip>
      );
    case "checked":
      return check.problems.length === 0 ? (
        <Tip text={exportWords.checkedWithCheckedWith(check.checkedWith)}>
          <span className="validity" role="status" data-tone="ok" tabIndex={0}>
            <CircleCheck size={13} aria-hidden="true" /> {exportWords.valid}
          </span>
        </Tip>
      ) : (
        <Problems problems={check.problems} checkedWith={check.checkedWith} />
      );
  }
}

function Problems({ problems, checkedWith }: { readonly problems: readonly string[]; readonly checkedWith: string }) {
  return (
    <Popover.Root>
      <Popover.Trigger className="validity validity-button" data-tone="bad">
        <TriangleAlert size={13} aria-hidden="true" />
        {problems.length} {problems.length === 1 ? exportWords.problem : exportWords.problems}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="validity-list scroll" sideOffset={6} collisionPadding={8} aria-label={exportWords.problemsOfTheExport}>
          <p>{exportWords.checkedWithSays(checkedWith)}</p>
          <ul>
            {problems.map((problem, index) => (
              // Two problems may read the same; their order does not change.
              // oxlint-disable-next-line react/no-array-index-key
              <li key={index}>{problem}</li>
            ))}
          </ul>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
