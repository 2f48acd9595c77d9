/** Bytes that fit into the mailbox, one way: the largest event that a handler takes or gives. */
export const MOST_BYTES = 4 * 2 ** 20;

/** Where the numbers of a message lie, as 32-bit words; then follow two floats and the text. */
export const WORD = { turn: 0, operation: 1, handler: 2, length: 3, high: 4, low: 5 } as const;
const HEADER_BYTES = 64;

/** Whose turn it is: the word that both sides wait for. */
export const TURN = { starting: 0, caller: 1, thread: 2 } as const;
export const OPERATION = { define: 1, call: 2 } as const;
export const RESULT = { done: 1, failed: 2, permanent: 3 } as const;

/** Memory that a thread and its caller share: one message at a time, there and back. */
export class Mailbox {
  readonly words: Int32Array;
  readonly time: Float64Array;
  private readonly bytes: Uint8Array;
  private readonly encoder = new TextEncoder();
  private readonly decoder = new TextDecoder();

  constructor(readonly memory: SharedArrayBuffer = new SharedArrayBuffer(HEADER_BYTES + MOST_BYTES)) {
    this.words = new Int32Array(memory, 0, 8);
    this.time = new Float64Array(memory, 32, 1);
    this.bytes = new Uint8Array(memory, HEADER_BYTES);
  }

  /** Writes a text; false when it does not fit. */
  write(text: string): boolean {
    const { read, written } = this.encoder.encodeInto(text, this.bytes);
    this.words[WORD.length] = written;
    return read === text.length;
  }

  read(): string {
    // A decoder takes no shared memory.
    return this.decoder.decode(this.bytes.slice(0, this.words[WORD.length]));
  }

  /** Hands the turn over and wakes the other side. */
  pass(turn: number): void {
    Atomics.store(this.words, WORD.turn, turn);
    Atomics.notify(this.words, WORD.turn);
  }
}
