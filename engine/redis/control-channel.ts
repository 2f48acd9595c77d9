import type { RedisClient } from "./connection.ts";
import { connect } from "./connection.ts";
import { runPrefix } from "./keys.ts";

/** Where a run says that it is going on, for workers that want to join it. */
function presenceKey(runId: string): string {
  return `${runPrefix(runId)}control}:run`;
}

/** How long a run that says nothing more counts as going on, s. */
const PRESENCE_S = 10;

/** Which way a message goes. */
export type Direction = "up" | "down";

/** A run's messages to and from workers on other machines, over Redis' publish/subscribe; JSON, in order, lost while Redis is away. */
export class ControlChannel {
  private readonly commands: RedisClient;
  private readonly subscriber: RedisClient;

  constructor(
    url: string,
    private readonly runId: string,
    onError: (error: Error) => void,
  ) {
    this.commands = connect(url, onError);
    this.subscriber = connect(url, onError);
  }

  /** Says that the run is going on; to be repeated at least every 5 s. */
  async announce(): Promise<void> {
    await this.commands.set(presenceKey(this.runId), "live", "EX", PRESENCE_S);
  }

  async isGoingOn(): Promise<boolean> {
    return (await this.commands.exists(presenceKey(this.runId))) === 1;
  }

  async send(direction: Direction, message: unknown): Promise<void> {
    await this.commands.publish(this.name(direction), JSON.stringify(message));
  }

  async listen(direction: Direction, listener: (message: unknown) => void): Promise<void> {
    this.subscriber.on("message", (_channel, text) => listener(JSON.parse(text)));
    await this.subscriber.subscribe(this.name(direction));
  }

  close(): void {
    this.commands.disconnect();
    this.subscriber.disconnect();
  }

  private name(direction: Direction): string {
    return `${runPrefix(this.runId)}control}:${direction}`;
  }
}
