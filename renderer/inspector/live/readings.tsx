export interface Reading {
  readonly label: string;
  readonly text: string;
  readonly tone?: "ok" | "warn" | "bad";
}

/** A few numbers side by side. */
export function Readings({ readings }: { readonly readings: readonly Reading[] }) {
  return (
    <dl className="readings">
      {readings.map(({ label, text, tone }) => (
        <div key={label}>
          <dd data-tone={tone}>{text}</dd>
          <dt>{label}</dt>
        </div>
      ))}
    </dl>
  );
}
