import type { AlertMeasure } from "../../../design/alerts/resolve.ts";
import { webAddress } from "../../../design/kinds/webhook.ts";
import type { Design } from "../../../design/document/schema.ts";
import { AppError, messageOf } from "../../../design/errors.ts";
import { hostOf, measureWords } from "../../../design/words/alert-words.ts";
import type { AlertActionState, AlertRecord } from "../../contract/alerts.ts";
import { mostReplicas } from "../scaling.ts";
import type { Place, Wiring } from "../wiring.ts";
import type { MeasureInForce } from "./in-force.ts";
import { alertMessage } from "./message.ts";
import type { AlertPort, Outcome } from "./port.ts";

type Of<Type extends AlertMeasure["type"]> = Extract<AlertMeasure, { type: Type }>;

/** Something that an action did and that is undone at its time. */
interface Lasting {
  readonly state: AlertActionState;
  /** Infinity for what stays until the run ends. */
  readonly untilMs: number;
  readonly scaled?: { readonly consumer: Place; readonly replicas: number };
  readonly inForce?: MeasureInForce;
}

/** Takes the actions of alerts, and undoes them when their time is over (rule O6). */
export class Remedies {
  private lasting: Lasting[] = [];

  constructor(
    private readonly wiring: Wiring,
    private readonly port: AlertPort,
    private readonly dateOf: (atMs: number) => Date,
    /** What is known of an action has changed; it is given where that was learnt later. */
    private readonly onChange: (late?: AlertActionState) => void,
  ) {}

  /** Takes an alert's actions in their order, those last that tell others: of a line that says what the rest did. */
  take(measures: readonly AlertMeasure[], design: Design, atMs: number, enter: (actions: AlertActionState[]) => AlertRecord): AlertRecord {
    const states = measures.map((measure): AlertActionState => ({ action: measure.type, what: measureWords(measure, design), result: "begun" }));
    for (const [n, measure] of measures.entries()) if (measure.type !== "notify") this.attempt(states[n] as AlertActionState, (state) => this.carryOut(measure, atMs, state));
    const record = enter(states);
    for (const [n, measure] of measures.entries()) if (measure.type === "notify") this.attempt(states[n] as AlertActionState, () => this.notify(measure, design, record));
    return record;
  }

  /** Tells those whom an alert notified that it is over; what becomes of that is not waited for. */
  tellResolved(measures: readonly AlertMeasure[], design: Design, record: AlertRecord): void {
    for (const measure of measures) if (measure.type === "notify") Promise.resolve().then(() => this.notify(measure, design, record)).catch(() => {});
  }

  /** Undoes what is to be undone by now. */
  advance(nowMs: number): void {
    const over = this.lasting.filter(({ untilMs }) => untilMs <= nowMs);
    if (over.length === 0) return;
    this.lasting = this.lasting.filter((each) => !over.includes(each));
    for (const { state, scaled } of over) {
      state.undone = true;
      // Another action may have scaled it too: that one's number counts until its own time is over.
      if (scaled) this.port.scale(scaled.consumer, this.lasting.findLast((each) => each.scaled?.consumer === scaled.consumer)?.scaled?.replicas);
    }
    if (over.some(({ inForce }) => inForce)) this.tellInForce();
    this.onChange();
  }

  private attempt(state: AlertActionState, act: (state: AlertActionState) => Outcome | Promise<Outcome>): void {
    const failed = (error: unknown): Outcome => ({ result: "failed", note: messageOf(error) });
    try {
      const outcome = act(state);
      if (!(outcome instanceof Promise)) return void Object.assign(state, outcome);
      const settled = (known: Outcome): void => {
        Object.assign(state, known);
        this.onChange(state);
      };
      outcome.then(settled, (error: unknown) => settled(failed(error)));
    } catch (error) {
      Object.assign(state, failed(error));
    }
  }

  private carryOut(measure: Exclude<AlertMeasure, Of<"notify">>, atMs: number, state: AlertActionState): Outcome {
    switch (measure.type) {
      case "scale":
        return this.scale(measure, atMs, state);
      case "restart":
        return { result: "done", note: "zone" in measure.target ? this.port.restartZone(measure.target.zone) : this.port.restartReplicas(this.place(measure.target.node)) };
      case "openBreaker":
      case "shed": {
        const { type, node, forMs } = measure;
        this.place(node);
        const untilMs = (state.untilMs = atMs + forMs);
        this.lasting.push({ state, untilMs, inForce: { type, node, share: type === "shed" ? measure.share : 0, fromMs: atMs, untilMs } });
        this.tellInForce();
        return { result: "done" };
      }
    }
  }

  private scale({ node, by, to, min, max, forMs }: Of<"scale">, atMs: number, state: AlertActionState): Outcome {
    const { port, wiring } = this;
    const consumer = this.place(node);
    const from = port.replicas(consumer);
    const most = mostReplicas(wiring, consumer, max, (other) => port.replicas(other));
    const wanted = Math.max(min, Math.min(most, to ?? from + (by ?? 0)));
    // What is to add takes none away where there are more than its most already, and the other way round.
    const replicas = by === undefined ? wanted : by > 0 ? Math.max(from, wanted) : Math.min(from, wanted);
    if (replicas === from) return { result: "unchanged", note: `${from} ${from === 1 ? "replica" : "replicas"} already` };
    port.scale(consumer, replicas);
    const untilMs = forMs === undefined ? Number.POSITIVE_INFINITY : (state.untilMs = atMs + forMs);
    // The newest of those that stay takes the place of the others.
    this.lasting = this.lasting.filter((each) => each.scaled?.consumer !== consumer || each.untilMs < Number.POSITIVE_INFINITY || forMs !== undefined);
    this.lasting.push({ state, untilMs, scaled: { consumer, replicas } });
    return { result: "done", note: `${from} → ${replicas} replicas` };
  }

  private notify({ target }: Of<"notify">, design: Design, record: AlertRecord): Outcome | Promise<Outcome> {
    const url = "url" in target ? target.url : addressOf(this.place(target.node));
    const address = webAddress(url);
    if (address === null) throw new AppError("wrong-use", `${hostOf(url)} is no address that can be posted to.`);
    return this.port.notify(address, alertMessage(record, design.name, this.dateOf));
  }

  private tellInForce(): void {
    this.port.inForce(this.lasting.flatMap(({ inForce }) => inForce ?? []));
  }

  private place(node: string): Place {
    const place = this.wiring.places.find(({ id, node: known }) => id === node && known);
    if (!place) throw new AppError("wrong-use", `${node} is not part of this run: it joins the next one.`);
    return place;
  }
}

function addressOf({ node }: Place): string {
  return node?.kind === "webhook" ? node.settings.url : "";
}
