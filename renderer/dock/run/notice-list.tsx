import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import { formatClock } from "../../format/clock.ts";
import { useRun } from "../../stores/run-store.ts";
import { dockRunWords } from "../../words/dock-run.ts";

const ICONS = { info: Info, warning: TriangleAlert, error: CircleAlert } as const;

/** What the engine had to say about this run, newest first. */
export function NoticeList() {
  const notices = useRun((slice) => slice.notices);
  return (
    <section className="notices" aria-label={dockRunWords.notices}>
      <h3>{dockRunWords.notices}</h3>
      {notices.length === 0 && <p className="notices-empty">{dockRunWords.nothingOutOfTheOrdinary}</p>}
      <div className="notice-log scroll" role="log">
        <ul>
          {notices.map((notice, index) => {
            const Icon = ICONS[notice.level];
            return (
              <li key={notices.length - index} data-level={notice.level}>
                <Icon size={14} aria-label={notice.level} />
                <span>{notice.message}</span>
                {notice.atMs !== undefined && <time>{formatClock(notice.atMs)}</time>}
              </li>
            );
          })}
        </ul>
      </div>
    </section>
  );
}
