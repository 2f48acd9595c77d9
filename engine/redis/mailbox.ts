import { connect, type RedisClient } from "./connection.ts";
import { mailboxKey } from "./keys.ts";
import { inPipelines, type Command } from "./pipelines.ts";

/** How long a message is kept for a process that does not come for it, s. */
const KEPT_S = 60;
/** The longest that one read waits for a message, s: a connection that is dead without a word is noticed then. */
const READ_S = 5;
/** Messages that one read takes. */
const BATCH = 500;
/** The wait after a read that Redis refused, ms on the wall clock. */
const AGAIN_MS = 100;

/**
 * Messages between the processes of a run, in order from each sender: a list in Redis for each address, that whoever has the address pops.
 * What is sent to a process that was killed waits for the one that is started for it. JSON; a message is lost when Redis goes away
 * while it is handed out.
 */
export class Mailbox {
  /** Blocks in its reads: it can do nothing else. */
  private readonly reader: RedisClient;
  /** What is sent until this step of the process is over, by address: one write for all of it. */
  private readonly outgoing = new Map<string, string[]>();
  private closed = false;

  constructor(
    url: string,
    private readonly runId: string,
    readonly address: string,
    private readonly commands: RedisClient,
    private readonly onError: (error: unknown) => void,
  ) {
    this.reader = connect(url, onError, true);
  }

  /** Tells `onMessages` what comes, in the batches in which it came. Resolves when it is connected. */
  async listen(onMessages: (messages: unknown[]) => void): Promise<void> {
    await this.reader.ping();
    void this.read(onMessages);
  }

  send(address: string, message: unknown): void {
    if (this.closed) return;
    if (this.outgoing.size === 0) queueMicrotask(() => this.post());
    const texts = this.outgoing.get(address);
    if (texts) texts.push(JSON.stringify(message));
    else this.outgoing.set(address, [JSON.stringify(message)]);
  }

  close(): void {
    this.closed = true;
    this.reader.disconnect();
  }

  /** What is no message is dropped: whoever reaches this Redis may have written it. */
  private messageIn(text: string): unknown[] {
    try {
      return [JSON.parse(text) as unknown];
    } catch {
      this.onError(new Error(`What came for ${this.address} is no message.`));
      return [];
    }
  }

  private post(): void {
    const commands = [...this.outgoing].flatMap(([address, texts]): Command[] => {
      const key = mailboxKey(this.runId, address);
      return [["rpush", key, ...texts], ["expire", key, KEPT_S]];
    });
    this.outgoing.clear();
    inPipelines(this.commands, commands).catch(this.onError);
  }

  private async read(onMessages: (messages: unknown[]) => void): Promise<void> {
    const key = mailboxKey(this.runId, this.address);
    while (!this.closed) {
      const [first, more] = (await this.reader.pipeline().blpop(key, READ_S).lpop(key, BATCH).exec()) ?? [];
      if (this.closed) return;
      const popped = first?.[1] as [string, string] | null | undefined;
      const texts = [...(popped ? [popped[1]] : []), ...((more?.[1] as string[] | null | undefined) ?? [])];
      if (texts.length > 0) onMessages(texts.flatMap((text) => this.messageIn(text)));
      else if (first?.[0]) await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}
