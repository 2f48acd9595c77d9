import type { CommandContext } from "../commands/command.ts";
import { spotlightStore } from "../stores/spotlight.ts";
import { leaveLesson, reloadLesson } from "./lesson-actions.ts";
import { changeLesson, lessonStore } from "./lesson-store.ts";

/** How often a lesson's file is looked at while it is open, ms. */
const LOOK_EVERY_MS = 1500;

/** Brings a step the report of its run, ends a lesson when another design is opened, points at what a step is about, and shows a lesson as it is saved. */
export function followLessons(context: CommandContext): () => void {
  const { document, session, run } = context;
  function point(): void {
    const { open, isPresenting } = lessonStore.getState();
    const { nodes } = session.getState().selection;
    const focus = open?.lesson.steps[open.step]?.focus ?? (isPresenting && nodes.length > 0 ? nodes : null);
    spotlightStore.setState({ nodes: focus && new Set(focus) });
  }
  function endForeign(): void {
    const { open } = lessonStore.getState();
    if (open && open.documentKey !== document.getState().key) leaveLesson();
  }
  const stops = [
    run.subscribe((now, before) => {
      const [newest] = now.reports;
      if (!newest || newest.report === before.reports[0]?.report) return;
      changeLesson(({ running, reports }) => (running === null || running.runId !== now.run?.runId ? {} : { running: null, reports: { ...reports, [running.step]: newest.report } }));
    }),
    document.subscribe((now, before) => {
      // A lesson that opens or reloads its own design says its key right after.
      if (now.key !== before.key) queueMicrotask(endForeign);
    }),
    lessonStore.subscribe(point),
    session.subscribe((now, before) => now.selection !== before.selection && point()),
  ];
  const timer = setInterval(() => {
    // A connection that is lost says so itself.
    if (lessonStore.getState().open) reloadLesson(context).catch(() => {});
  }, LOOK_EVERY_MS);
  return () => {
    clearInterval(timer);
    for (const stop of stops) stop();
  };
}
