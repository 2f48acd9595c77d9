import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { Design } from "../../design/document/schema.ts";
import type { Lesson } from "../../design/lessons/schema.ts";
import type { LessonSource } from "./lesson-source.ts";
import type { Report } from "../../engine/contract/report.ts";

/** What a learner predicts: a choice by its index, or a number in the unit of the answer (a share is 0 to 1). */
export type Predicted = { readonly choice: number } | { readonly number: number };

/** A lesson that is being taken. Steps are counted from 0. */
export interface OpenLesson {
  readonly source: LessonSource;
  /** Of its file and of its design's. */
  readonly hash: string;
  readonly lesson: Lesson;
  /** The lesson's own design, before any step. */
  readonly design: Design;
  /** Key of the document that it opened: another document ends the lesson. */
  readonly documentKey: string;
  readonly step: number;
  readonly predicted: Readonly<Record<number, Predicted>>;
  /** What the run of each step found. */
  readonly reports: Readonly<Record<number, Report>>;
  /** The run that a step waits for. */
  readonly running: { readonly step: number; readonly runId: string } | null;
  /** Why the file, as it was saved last, cannot be shown; the lesson as it was before goes on. */
  readonly problems: readonly string[];
}

export interface LessonState {
  readonly open: OpenLesson | null;
  /** Bigger type, panels away. */
  readonly isPresenting: boolean;
}

/** The lesson of the window, and whether it is presented. */
export const lessonStore = createStore<LessonState>()(() => ({ open: null, isPresenting: false }));

/** The part of it that a component needs. */
export function useLesson<Part>(selector: (state: LessonState) => Part): Part {
  return useStore(lessonStore, selector);
}

/** Changes the open lesson; nothing where none is. */
export function changeLesson(change: (open: OpenLesson) => Partial<OpenLesson>): void {
  const { open } = lessonStore.getState();
  if (open) lessonStore.setState({ open: { ...open, ...change(open) } });
}
