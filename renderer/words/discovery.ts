import { area } from "./area.ts";

/** Finding queues in a Redis that runs. */
export const discoveryWords = area("discovery", {
  discoverFromARunningRedis: "Discover from a running Redis",
  findsBullMQQueuesAndDrawsThem: "Finds BullMQ queues and draws them with their depth and rates. It only reads, in small steps; the address is used for this alone and not saved.",
  cancel: "Cancel",
  discover: "Discover",
  address: "Address",
  keyPrefix: "Key prefix",
  countQueuesFoundAtPlace: (count: number, place: string | number) => `${count} ${count === 1 ? "queue" : "queues"} found at ${place}`,
  theDesignIsOpenAndItsNumbers: "The design is open and its numbers are live until you stop watching, run it or open another.",
  showTheDesign: "Show the design",
  whatWasGuessed: "What was guessed",
  itFailed: "It failed. Check the address and the password, and try again.",
  connecting: "Connecting…",
  lookedAtCountOfCount2KeysQueues: (count: string, count2: string, queues: string | number) => `Looked at ${count} of ${count2} keys; ${queues} so far.`,
  readingQueues: (queues: string | number) => `Reading ${queues}…`,
  measuringTheRatesOfQueues: (queues: string | number) => `Measuring the rates of ${queues}…`,
  theConnectionToTheEngineWasLost: "The connection to the engine was lost. Discover again when it is back.",
  liveFromRedisAtPlace: (place: string | number) => `Live from Redis at ${place}`,
  notWatchedAnyMoreValue: (value: string | number) => `Not watched any more: ${value}`,
  theConnectionWasLost: "the connection was lost.",
  stopWatching: "Stop watching",
  close: "Close",
});
