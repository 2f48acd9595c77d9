import { area } from "./area.ts";

/** What a lesson's panel says beside the lesson's own texts. */
export const lessonWords = area("lessons", {
  curve: (node: string) => `Mean wait for ${node} over how busy it is`,
  curveOf: (node: string, points: string) => `The formula's curve of the mean wait for ${node}, flat at first and steep near 100 % busy. Measured: ${points}.`,
  measuredAt: (step: number, busy: string, wait: string) => `step ${step}: ${wait} at ${busy} busy`,
  step: (step: number) => `step ${step}`,
  busy: "busy",
  formula: "by the formula",
  measured: "measured",
  setOtherwise: "measured with other settings",
  droppedWithoutDesign: (design: string) =>
    `This lesson names a design beside it, ${design}, and a file that is dropped comes without its folder. Open the lesson with Open… instead, or put the design itself into it.`,
  notFollowed: "The lesson is shown as it is now.",
  notFollowedWhy: "This browser does not tell when the file is saved again: drop it again, or open it with Open….",
});
