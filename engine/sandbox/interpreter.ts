import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import variant from "@jitl/quickjs-wasmfile-release-sync";
import { newQuickJSWASMModuleFromVariant, newVariant, type QuickJSContext, type QuickJSHandle, type QuickJSRuntime } from "quickjs-emscripten-core";
import { PRELUDE } from "./prelude.ts";

/** Memory of one handler's world, MB. QuickJS's own limit counts requests, not bytes, in this build: the memory it lives in is what ends. */
export const MEMORY_MB = 32;
const PAGES_PER_MB = 16;
const FIRST_MB = 16;
/** The interpreter asks after every 10,000 turns of loops and calls whether to go on; after so many answers it stops. */
export const MOST_INTERRUPTS = 200;
const STACK_BYTES = 256 * 1024;
const HANDLER_FILE = "handler.js";

/** What a call led to. `spent`: its world ran into a limit and is not to be used again. */
export type Outcome =
  | { readonly type: "done"; readonly outputs: string }
  | { readonly type: "failed"; readonly message: string; readonly permanent: boolean; readonly spent: boolean };

/** An event for a handler: its view as JSON, its time, and the seed of what it draws. */
export interface Call {
  readonly event: string;
  readonly timeMs: number;
  readonly high: number;
  readonly low: number;
}

/** As much of WebAssembly as is used here: the language's own library does not describe it. */
interface WebAssemblyLike {
  compile(bytes: Uint8Array): Promise<Compiled>;
  readonly Memory: new (pages: { initial: number; maximum: number }) => NonNullable<Parameters<typeof newVariant>[1]["wasmMemory"]>;
}
type Compiled = Parameters<typeof newVariant>[1]["wasmModule"];
const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyLike };

/** QuickJS compiled, once per thread. */
export async function compileInterpreter(): Promise<Compiled> {
  const file = createRequire(import.meta.url).resolve("@jitl/quickjs-wasmfile-release-sync/wasm");
  return WebAssembly.compile(await readFile(file));
}

/**
 * One handler in an interpreter of its own, within limits of memory, stack and steps (rule C6). One that ran into a limit is
 * thrown away with all its memory, so that no handler can leave anything behind.
 */
export class HandlerWorld {
  private interrupts = 0;
  private imported = false;
  private readonly context: QuickJSContext;
  private run: QuickJSHandle | undefined;
  private factory: QuickJSHandle | undefined;

  private constructor(
    private readonly runtime: QuickJSRuntime,
    private readonly code: string,
  ) {
    runtime.setMaxStackSize(STACK_BYTES);
    runtime.setInterruptHandler(() => ++this.interrupts > MOST_INTERRUPTS);
    runtime.setModuleLoader(() => {
      this.imported = true;
      return { error: new Error("import is not allowed in a handler.") };
    });
    this.context = runtime.newContext();
  }

  static async open(wasmModule: Compiled, code: string): Promise<HandlerWorld> {
    const wasmMemory = new WebAssembly.Memory({ initial: FIRST_MB * PAGES_PER_MB, maximum: MEMORY_MB * PAGES_PER_MB });
    const quickJs = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmModule, wasmMemory }));
    return new HandlerWorld(quickJs.newRuntime(), code);
  }

  /** Compiles the code; what is wrong with it, or undefined. */
  prepare(): Outcome | undefined {
    try {
      const prepared = this.context.evalCode(PRELUDE, "prelude.js");
      if (prepared.error) throw this.thrown(prepared.error);
      this.run = prepared.value;
      this.interrupts = 0;
      this.factory = this.compile();
      return undefined;
    } catch (error) {
      return failed(error);
    }
  }

  call({ event, timeMs, high, low }: Call): Outcome {
    try {
      const { context, run, factory } = this;
      if (!run || !factory) throw new HandlerFailure("The handler could not be read.", false);
      this.interrupts = 0;
      this.imported = false;
      const given = [factory, context.newString(event), context.newNumber(timeMs), context.newNumber(high), context.newNumber(low)] as const;
      const result = context.callFunction(run, context.undefined, ...given);
      for (const handle of given.slice(1)) handle.dispose();
      if (result.error) throw this.thrown(result.error);
      const outputs = context.getString(result.value);
      result.value.dispose();
      this.refusePromises();
      return { type: "done", outputs };
    } catch (error) {
      return failed(error);
    }
  }

  /** Whatever a handler begins must be over when it returns. */
  private refusePromises(): void {
    if (!this.runtime.hasPendingJob()) return;
    const jobs = this.runtime.executePendingJobs(100);
    if (jobs.error) jobs.error.dispose();
    const why = this.imported ? "import() is not allowed in a handler." : "A handler must not begin what it does not wait for: no promises.";
    throw new HandlerFailure(why, false, true);
  }

  /**
   * The handler may be written as a function (`event => …`), as a script that defines a function `handler`, or as the body of
   * one. Each is made into a factory, so that no variable of one event is seen by the next.
   */
  private compile(): QuickJSHandle {
    const { context } = this;
    const code = this.code.replace(/^\s*export\s+default\s+/, "").replace(/;\s*$/, "");
    const forms = [`(function(){"use strict";return (${code}\n);})`, `(function(){"use strict";${code}\n;return handler;})`, `(function(){"use strict";return function(event){${code}\n};})`];
    let reason: HandlerFailure | undefined;
    for (const [index, form] of forms.entries()) {
      const made = context.evalCode(form, HANDLER_FILE);
      if (made.error) {
        const failure = this.thrown(made.error);
        // What is wrong with a script says more than what is wrong with it as something else.
        if (index === 1) reason = failure;
        continue;
      }
      if (index === 2) return made.value;
      const tried = context.callFunction(made.value, context.undefined);
      if (tried.error) {
        const failure = this.thrown(tried.error);
        if (failure.spent) throw failure;
      } else {
        const isFunction = context.typeof(tried.value) === "function";
        tried.value.dispose();
        if (isFunction) return made.value;
      }
      made.value.dispose();
    }
    throw reason ?? new HandlerFailure("The handler is no function.", false);
  }

  /** What was thrown inside, as a failure out here. */
  private thrown(error: QuickJSHandle): HandlerFailure {
    const { context } = this;
    const read = (name: string): string => {
      const handle = context.getProp(error, name);
      const text = context.typeof(handle) === "string" ? context.getString(handle) : "";
      handle.dispose();
      return text;
    };
    if (context.typeof(error) !== "object" || context.sameValue(error, context.null)) {
      const text = context.typeof(error) === "string" ? context.getString(error) : context.typeof(error);
      error.dispose();
      return new HandlerFailure(text.slice(0, 500), false);
    }
    const [name, message, stack] = [read("name"), read("message"), read("stack")];
    const mark = context.getProp(error, "permanent");
    const permanent = context.typeof(mark) === "boolean" && context.dump(mark) === true;
    mark.dispose();
    error.dispose();
    if (name === "InternalError") {
      const why = message.includes("interrupted")
        ? "the handler took too many steps: it may not end"
        : message.includes("memory")
          ? `the handler used more than ${MEMORY_MB} MB of memory`
          : message.includes("stack")
            ? "the handler called itself too deeply"
            : message;
      return new HandlerFailure(why, false, true);
    }
    const line = new RegExp(`${HANDLER_FILE}:(\\d+)`).exec(stack)?.[1];
    return new HandlerFailure(`${name || "Error"}: ${message}${line === undefined ? "" : ` (line ${line})`}`.slice(0, 500), permanent);
  }
}

function failed(error: unknown): Outcome {
  if (error instanceof HandlerFailure) return { type: "failed", message: error.message, permanent: error.permanent, spent: error.spent };
  // The interpreter's own code failed: deep nesting can exhaust the stack outside of it.
  return { type: "failed", message: "the handler went beyond what the sandbox can do", permanent: false, spent: true };
}

class HandlerFailure extends Error {
  constructor(
    message: string,
    readonly permanent: boolean,
    /** Its world is not to be used again. */
    readonly spent = false,
  ) {
    super(message);
  }
}
