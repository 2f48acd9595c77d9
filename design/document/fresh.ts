import { nounOf } from "./display-name.ts";
import type { Design } from "./schema.ts";

/** Hands out ids and names that nothing in a design has, remembering those that it gave. Deterministic. */
export class Fresh {
  private readonly ids: Set<string>;
  private readonly names: Set<string>;
  /** For each stem the first number that may be free, so that pasting thousands of nodes does not count from the start. */
  private readonly next = new Map<string, number>();

  constructor(design: Design) {
    const records = [...design.nodes, ...design.edges, ...(design.zones ?? []), ...(design.annotations ?? []), ...(design.slos ?? []), ...(design.alerts ?? [])];
    this.ids = new Set([...records, ...(design.scenario?.chaos ?? [])].map((record) => record.id));
    this.names = new Set(design.nodes.flatMap((node) => node.name ?? []));
  }

  /** An id made of a kind and a number: `dead-letter-1`. */
  idFor(kind: string): string {
    return this.numbered(this.ids, `${nounOf(kind).replaceAll(" ", "-").slice(0, 50)}-`, 1);
  }

  /** An edge's id: `e5`. */
  edgeId(): string {
    return this.numbered(this.ids, "e", 1);
  }

  /** The id itself while nothing has it, else one like it: `billing`, then `billing-2`. */
  idLike(id: string): string {
    if (!this.ids.has(id)) return this.take(this.ids, id);
    return this.numbered(this.ids, `${id.replace(/-\d+$/, "").slice(0, 50)}-`, 2);
  }

  /** The name itself while no node has it, else one like it: `Work queue`, then `Work queue 2`. */
  nameLike(name: string): string {
    if (!this.names.has(name)) return this.take(this.names, name);
    return this.numbered(this.names, `${name.replace(/ \d+$/, "").slice(0, 190)} `, 2);
  }

  private numbered(taken: Set<string>, stem: string, first: number): string {
    let number = this.next.get(stem) ?? first;
    while (taken.has(`${stem}${number}`)) number += 1;
    this.next.set(stem, number + 1);
    return this.take(taken, `${stem}${number}`);
  }

  private take(taken: Set<string>, word: string): string {
    taken.add(word);
    return word;
  }
}
