import type { ReactNode } from "react";

interface TimelineGroupProps {
  readonly title: string;
  /** How one plans here, in a line. */
  readonly hint: string;
  readonly children: ReactNode;
}

/** Rows of one sort of thing that can be planned, under its name. */
export function TimelineGroup({ title, hint, children }: TimelineGroupProps) {
  return (
    <section className="timeline-group" aria-label={title}>
      <h3>
        {title}
        <small title={hint}>{hint}</small>
      </h3>
      {children}
    </section>
  );
}

interface TimelineRowProps {
  readonly name: string;
  /** Names the row to a screen reader. */
  readonly label: string;
  /** A {@link TimelineTrack}. */
  readonly track: ReactNode;
  /** A number about all of the row. */
  readonly figure?: ReactNode;
  /** A button that plans something new: the keyboard comes back to it when a bar is removed. */
  readonly action: ReactNode;
}

/** One row: whose plan it is, the plan, a number and a button. */
export function TimelineRow({ name, label, track, figure, action }: TimelineRowProps) {
  return (
    <div className="timeline-row" role="group" aria-label={label}>
      <span className="timeline-name" title={name}>
        {name}
      </span>
      {track}
      <span className="timeline-figure">{figure}</span>
      {action}
    </div>
  );
}
