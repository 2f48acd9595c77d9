import type { ReactNode } from "react";

export interface PartProps {
  /** Its place in the address, behind the `#`. */
  readonly id: string;
  readonly title: string;
  readonly summary?: string;
  readonly children: ReactNode;
}

/** A part of the gallery. */
export function Part({ id, title, summary, children }: PartProps) {
  return (
    <section className="gallery-part" id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {summary !== undefined && <p className="gallery-summary">{summary}</p>}
      {children}
    </section>
  );
}

/** Things of one sort beside each other. */
export function Row({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="gallery-row">
      <h3>{title}</h3>
      <div className="gallery-row-things">{children}</div>
    </div>
  );
}
