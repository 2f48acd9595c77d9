import { AppError } from "../../../design/errors.ts";
import type { Notice } from "../../contract/run.ts";
import { topicOf, type Place, type Wiring } from "../wiring.ts";
import { Brokers } from "./brokers.ts";

/** A broker of a topic dies or comes back (rule T7, modelled). */
export interface BrokerChange {
  /** Id of the topic: each has brokers of its own. */
  readonly topic: string;
  /** Counted from 0. */
  readonly broker: number;
  readonly isDown: boolean;
}

/** The same at a design time, ms. */
export interface TimedBrokerChange extends BrokerChange {
  readonly atMs: number;
}

/** The topic of a change; throws an AppError `wrong-use` where there is no such topic or broker. */
export function topicOfChange(wiring: Wiring, { topic, broker }: BrokerChange): Place {
  const place = wiring.places.find(({ id, node }) => id === topic && node?.kind === "topic");
  if (!place) throw new AppError("wrong-use", `There is no topic "${topic}" in this run.`);
  const { count } = new Brokers(topicOf(place));
  if (!Number.isInteger(broker) || broker < 0 || broker >= count) throw new AppError("wrong-use", `${place.name} has the brokers 0 to ${count - 1}: there is no broker ${broker}.`);
  return place;
}

/** Tells people of a change. */
export function noticeOf({ name }: Place, { broker, isDown, atMs }: TimedBrokerChange): Notice {
  if (isDown) return { level: "warning", code: "broker-down", message: `Broker ${broker} of ${name} dies (modelled).`, atMs };
  return { level: "info", code: "broker-back", message: `Broker ${broker} of ${name} is back (modelled).`, atMs };
}
