import { area } from "./area.ts";

/** The dock's tab of events. */
export const dockEventsWords = area("dockEvents", {
  runTheDesignToFollowSingleEvents: "Run the design to follow single events here.",
  noEventHasBeenSampledYet: "No event has been sampled yet: they appear as producers emit.",
  emitted: "Emitted",
  path: "Path",
  timePerStep: "Time per step",
  total: "Total",
  outcome: "Outcome",
  chooseAnEventToSeeWhere: "Choose an event to see where its time went. Its path lights up on the canvas.",
  eachStandsForAboutRoundEvents: (round: number) => `Each stands for about ${round} events.`,
  everyEventIsSampled: "Every event is sampled.",
  theListHoldsStillWhileYouPoint: "The list holds still while you point at it.",
  thisEventIsNoLongerAmong: "This event is no longer among the newest.",
  event: "Event",
  clearTheHighlightedEvent: "Clear the highlighted event",
  waitedTime: (time: string) => `waited ${time} · `,
  tookTime: (time: string) => `took ${time} · `,
  attemptsAttempts: (attempts: string | number) => `${attempts} attempts · `,
  deadLettered: "dead-lettered",
  onItsWay: "on its way",
});
