import { inspectorWords } from "../../words/inspector.ts";

const NAMES: Readonly<Record<string, string>> = { i: "idle", b: "busy", f: "failing", d: "down", s: "starting", n: "without a partition" };

/** The slots of a consumer, one cell each, and where they are while some are on other machines. */
export function SlotCells({ slots, capacity, where }: { readonly slots: string; readonly capacity: number; readonly where: string }) {
  const cells = slots.split("");
  const counts = [...new Set(cells)].map((letter) => `${cells.filter((each) => each === letter).length} ${NAMES[letter] ?? letter}`);
  return (
    <section className="slots" aria-label={inspectorWords.slots}>
      <h3>
        {inspectorWords.slots} <span>{counts.join(", ")}</span>
      </h3>
      <div className="slot-cells" aria-hidden="true">
        {cells.map((letter, index) => (
          // Slots have no identity of their own: their place is it.
          <i key={index} data-slot={letter} />
        ))}
      </div>
      {where !== "" && <p className="slots-more">{where}</p>}
      {capacity > slots.length && <p className="slots-more">{inspectorWords.andMore(capacity - slots.length)}</p>}
    </section>
  );
}
