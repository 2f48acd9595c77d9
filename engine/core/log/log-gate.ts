import type { TopicSettings } from "../../../design/kinds/topic.ts";
import { Brokers, type Acceptance } from "./brokers.ts";

interface Waiting {
  readonly partition: number;
  readonly admit: () => void;
}

/** Where events go into a topic: what its brokers take, and who waits until they do (rules T7, P5). */
export class LogGate {
  readonly brokers: Brokers;
  private waiting: Waiting[] = [];

  constructor(settings: TopicSettings) {
    this.brokers = new Brokers(settings);
  }

  /** Whether every event is taken at once. */
  get isOpen(): boolean {
    return this.brokers.isHealthy;
  }

  /** What becomes of an event that is offered to a partition now. */
  accepts(partition: number): Acceptance {
    return this.isOpen ? "accept" : this.brokers.accepts(partition);
  }

  /** Keeps an emitter waiting until a broker takes its event; in the order in which they came. */
  wait(partition: number, admit: () => void): void {
    this.waiting.push({ partition, admit });
  }

  /** A broker dies or comes back, at a design time. Returns the partitions that have a leader again. */
  setBroker(broker: number, isDown: boolean, atMs: number): number[] {
    const ledAgain = this.brokers.setBroker(broker, isDown, atMs);
    const before = this.waiting;
    const isRefused = ({ partition }: Waiting): boolean => this.accepts(partition) === "refuse";
    this.waiting = before.filter(isRefused);
    for (const each of before) if (!isRefused(each)) each.admit();
    return ledAgain;
  }
}
