import { workerData } from "node:worker_threads";
import { compileInterpreter, HandlerWorld, type Outcome } from "./interpreter.ts";
import { Mailbox, OPERATION, RESULT, TURN, WORD } from "./mailbox.ts";

/** Serves the handlers of one process, one call at a time, until the process ends the thread. */
async function serve(memory: SharedArrayBuffer): Promise<never> {
  const mailbox = new Mailbox(memory);
  const { words } = mailbox;
  const module = await compileInterpreter();
  const codes = new Map<number, string>();
  const worlds = new Map<number, HandlerWorld>();

  /** Makes a handler's world; what is wrong with its code, or undefined. */
  async function open(handler: number): Promise<Outcome | undefined> {
    const world = await HandlerWorld.open(module, codes.get(handler) ?? "");
    const problem = world.prepare();
    if (problem === undefined) worlds.set(handler, world);
    return problem;
  }

  mailbox.pass(TURN.caller);
  for (;;) {
    for (let turn = Atomics.load(words, WORD.turn); turn !== TURN.thread; turn = Atomics.load(words, WORD.turn)) Atomics.wait(words, WORD.turn, turn);
    const handler = words[WORD.handler] ?? 0;
    const text = mailbox.read();
    if (words[WORD.operation] === OPERATION.define) {
      codes.set(handler, text);
      answer(mailbox, (await open(handler)) ?? { type: "done", outputs: "" });
    } else {
      const call = { event: text, timeMs: mailbox.time[0] ?? 0, high: words[WORD.high] ?? 0, low: words[WORD.low] ?? 0 };
      const problem = worlds.has(handler) ? undefined : await open(handler);
      const outcome = problem ?? worlds.get(handler)?.call(call);
      if (outcome?.type === "failed" && outcome.spent) worlds.delete(handler);
      answer(mailbox, outcome ?? { type: "failed", message: "There is no such handler.", permanent: false, spent: true });
    }
    mailbox.pass(TURN.caller);
  }
}

function answer(mailbox: Mailbox, outcome: Outcome): void {
  if (outcome.type === "done" && mailbox.write(outcome.outputs)) {
    mailbox.words[WORD.operation] = RESULT.done;
    return;
  }
  const failed = outcome.type === "failed" ? outcome : { message: "the handler returned too much data", permanent: false };
  mailbox.write(failed.message);
  mailbox.words[WORD.operation] = failed.permanent ? RESULT.permanent : RESULT.failed;
}

await serve(workerData as SharedArrayBuffer);
