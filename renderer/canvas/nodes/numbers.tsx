import { memo } from "react";
import type { Reading } from "../faces/face.ts";

const NOTHING = "–";

/** One number of a card above what it is. Without a reading it calmly says so. */
export const Numbers = memo(
  function Numbers({ reading, label }: { readonly reading: Reading | undefined; readonly label: string }) {
    return (
      <div className="card-number" data-tone={reading?.tone ?? "none"}>
        <span className="card-value">{reading?.value ?? NOTHING}</span>
        <span className="card-label">{reading?.label ?? label}</span>
      </div>
    );
  },
  (before, after) =>
    before.label === after.label &&
    before.reading?.value === after.reading?.value &&
    before.reading?.tone === after.reading?.tone &&
    before.reading?.label === after.reading?.label,
);
