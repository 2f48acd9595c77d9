import { describe, expect, it } from "vitest";
import { identityText } from "../identity.ts";
import { AuditTrail, type AuditEnd } from "./trail.ts";

/** A source, a queue, a dead letter, and a topic that two groups read. */
const PLACES = [
  { id: "source", is: "source", groups: 1 },
  { id: "queue", is: "queue", groups: 1 },
  { id: "dead", is: "queue", groups: 1 },
  { id: "topic", is: "topic", groups: 2 },
] as const;
const [SOURCE, QUEUE, DEAD, TOPIC] = [0, 1, 2, 3] as const;
const id = (n: number): string => identityText(n, n);

function closed(trail: AuditTrail, end: Partial<AuditEnd> = {}) {
  return trail.report({ present: new Map(), early: [], surplus: new Map(), ...end });
}

/** An event of the source that goes into a place. */
function emit(trail: AuditTrail, n: number, place: number = QUEUE): void {
  trail.claimed(SOURCE, id(n + 1000));
  trail.claimed(place, id(n));
}

describe("E4 an audit by id", () => {
  it("E4 every event is born once, and ends or is there", () => {
    const trail = new AuditTrail(PLACES);
    for (const n of [1, 2, 3]) {
      emit(trail, n);
      trail.put(QUEUE, id(n));
    }
    trail.ended(QUEUE, id(1));
    trail.claimed(DEAD, id(50));
    trail.put(DEAD, id(50));
    const report = closed(trail, { present: new Map([[QUEUE, [id(2), id(3)]], [DEAD, [id(50)]]]) });
    expect(report).toEqual({ born: 7, ended: 4, inFlight: 3, lost: { count: 0, ids: [] }, duplicated: { count: 0, ids: [] }, recognised: 0, redelivered: 0, differences: [] });
  });

  it("E4 what was claimed and is nowhere is lost; what nobody claims, or ends twice, is duplicated: both are named", () => {
    const trail = new AuditTrail(PLACES);
    for (const n of [1, 2, 3]) emit(trail, n);
    trail.ended(QUEUE, id(1));
    trail.ended(QUEUE, id(2));
    trail.ended(QUEUE, id(2));
    trail.put(QUEUE, id(9));
    trail.ended(QUEUE, id(9));
    const report = closed(trail, { surplus: new Map([[QUEUE, 1]]) });
    expect(report.lost).toEqual({ count: 1, ids: [{ id: id(3), place: "queue" }] });
    expect(report.duplicated).toEqual({ count: 2, ids: [{ id: id(2), place: "queue" }, { id: id(9), place: "queue" }] });
    // By difference one and two are one duplicate: that is where both differ.
    expect(report.differences).toEqual([{ place: "queue", line: "lost", ledger: 0, audit: 1 }, { place: "queue", line: "duplicated", ledger: 1, audit: 2 }]);
  });

  it("E4 one that ended and lies there again is duplicated; one whose maker is held back is not", () => {
    const trail = new AuditTrail(PLACES);
    emit(trail, 1);
    trail.ended(QUEUE, id(1));
    trail.put(QUEUE, id(4));
    const report = closed(trail, { present: new Map([[QUEUE, [id(1), id(4)]]]), early: [{ id: id(4) }], surplus: new Map([[QUEUE, 1]]) });
    expect(report).toMatchObject({ lost: { count: 0 }, duplicated: { count: 1, ids: [{ id: id(1), place: "queue" }] }, differences: [] });
  });

  it("E2 E4 a maker that tells twice what it made made it once", () => {
    const trail = new AuditTrail(PLACES);
    emit(trail, 1);
    emit(trail, 1);
    trail.ended(QUEUE, id(1));
    trail.countRecognised();
    expect(closed(trail)).toMatchObject({ born: 2, lost: { count: 0 }, duplicated: { count: 0 }, recognised: 1 });
  });

  it("E4 T3 an event in a topic is one for each group that reads it", () => {
    const trail = new AuditTrail(PLACES);
    for (const n of [1, 2, 3]) emit(trail, n, TOPIC);
    trail.put(TOPIC, id(1));
    trail.put(TOPIC, id(2));
    trail.put(TOPIC, id(2));
    for (const n of [1, 2, 2, 2]) trail.ended(TOPIC, id(n));
    // The third was never put; of the first a group has passed one over; the second is there twice.
    const report = closed(trail, { present: new Map([[TOPIC, [id(2)]]]), surplus: new Map([[TOPIC, 0]]) });
    expect(report).toMatchObject({ lost: { count: 3 }, duplicated: { count: 2 } });
    expect(report.lost.ids.map((found) => found.id)).toEqual([id(1), id(3)]);
    expect(report.differences.map(({ line }) => line)).toEqual(["lost", "duplicated"]);
  });
});
