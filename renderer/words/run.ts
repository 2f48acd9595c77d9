import { area } from "./area.ts";

/** What the screen says as runs are started, changed and told of. */
export const runWords = area("run", {
  thisDesignCannotRunYet: (count: string | number) => `This design cannot run yet: it has ${count}, listed under Problems.`,
  anotherDesignStillRuns: (name: string) => `“${name}” is still running. Stop it, then run this one.`,
  addAZone: "Add a zone",
  putWhatIntoANewZone: (what: string | number) => `Put ${what} into a new zone`,
  slotsHere: (slots: number) => `${slots} here`,
  slotsOn: (slots: number, worker: string) => `${slots} on ${worker}`,
  zoneNumber: (number: string | number) => `Zone ${number}`,
});
