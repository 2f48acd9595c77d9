/** Components that still hold texts of their own, and how many. No file is added, no number raised. */
export const NOT_YET: Readonly<Record<string, number>> = {
  "inspector/form/list-control.tsx": 4,
  "inspector/live/node-live.tsx": 3,
  "inspector/live/slot-cells.tsx": 4,
  "lessons/lesson-panel.tsx": 16,
  "lessons/prediction-form.tsx": 5,
  "lessons/step-outcome.tsx": 1,
};
