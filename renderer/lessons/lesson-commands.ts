import { ChevronLeft, ChevronRight, DoorOpen, Presentation } from "lucide-react";
import type { Command } from "../commands/command.ts";
import { goForward, goToStep, hasRunToMake, leaveLesson } from "./lesson-actions.ts";
import { hasMoreToRead } from "./lesson-pager.ts";
import { lessonStore } from "./lesson-store.ts";

/** Through a lesson with the keys that a clicker sends, and the presenter view. */
export const lessonCommands: readonly Command[] = [
  {
    id: "lesson.present",
    label: "Presenter view",
    keywords: ["lesson", "teach", "talk", "stage", "big", "spotlight", "slides"],
    group: "view",
    section: "lesson",
    keys: ["Alt+Shift+P"],
    icon: Presentation,
    checked: () => lessonStore.getState().isPresenting,
    perform: () => lessonStore.setState(({ isPresenting }) => ({ isPresenting: !isPresenting })),
  },
  {
    // The other button of a clicker. Without a lesson F5 loads the page again.
    id: "lesson.present-by-clicker",
    label: "Presenter view",
    group: "view",
    keys: ["F5", "Shift+F5"],
    hidden: true,
    when: () => lessonStore.getState().open !== null,
    perform: () => lessonStore.setState(({ isPresenting }) => ({ isPresenting: !isPresenting })),
  },
  {
    id: "lesson.stop-presenting",
    label: "Leave the presenter view",
    group: "view",
    keys: ["Escape"],
    hidden: true,
    when: () => lessonStore.getState().isPresenting,
    perform: () => lessonStore.setState({ isPresenting: false }),
  },
  {
    id: "lesson.next",
    label: "Next step of the lesson",
    keywords: ["teach", "forward", "clicker"],
    group: "view",
    section: "lesson",
    keys: ["PageDown"],
    icon: ChevronRight,
    when: () => hasStep(1) || hasRunToMake() || (lessonStore.getState().isPresenting && hasMoreToRead()),
    perform: goForward,
  },
  {
    id: "lesson.back",
    label: "Previous step of the lesson",
    keywords: ["teach", "back", "clicker"],
    group: "view",
    section: "lesson",
    keys: ["PageUp"],
    icon: ChevronLeft,
    when: () => hasStep(-1),
    perform: (context) => goToStep(context, (lessonStore.getState().open?.step ?? 0) - 1),
  },
  {
    id: "lesson.leave",
    label: "Leave the lesson",
    keywords: ["close", "end", "teach"],
    group: "view",
    section: "lesson",
    icon: DoorOpen,
    when: () => lessonStore.getState().open !== null,
    perform: () => leaveLesson(),
  },
];

function hasStep(away: 1 | -1): boolean {
  const { open } = lessonStore.getState();
  return open?.lesson.steps[open.step + away] !== undefined;
}
