import { checkDesign } from "../../design/checks/check.ts";
import { displayName } from "../../design/document/display-name.ts";
import { SEMANTICS } from "../../design/swap/swap-channel.ts";
import { AppError } from "../../design/errors.ts";
import type { CommandContext } from "../commands/command.ts";
import { whatIfStore } from "../stores/what-if-store.ts";
import type { ReadAxis } from "./axis.ts";
import { whatIfWords } from "../words/what-if.ts";

type Context = Pick<CommandContext, "document" | "engine">;

let asked = 0;

/** An id that no other window's question has. */
function newId(): string {
  asked += 1;
  return `${crypto.randomUUID()}-${asked}`;
}

/** Asks the engine for forecasts over one or two numbers. Rejects with an AppError where the design or a value does not fit. */
export async function askSweep({ document, engine }: Context, axes: readonly ReadAxis[]): Promise<void> {
  const { design } = document.getState();
  refuseErrors(design);
  const { begin, draft } = whatIfStore.getState();
  const id = newId();
  const total = axes.reduce((product, { values }) => product * values.length, 1);
  begin({ id, kind: "sweep", total, slo: null, subject: "", axes: axes.map(({ setting, values }) => ({ title: `${setting.nodeName} · ${setting.title}`, unit: setting.unit, values })) });
  const request = { id, ...questionOf(document), forMs: draft.forMs };
  await ended(engine.call("whatIf.sweep", { ...request, axes: axes.map(({ setting, values }) => ({ node: setting.node, path: [...setting.path], values: [...values] })) }));
}

/** Asks the engine for the fewest replicas of a consumer that meet an SLO. */
export async function askMeet({ document, engine }: Context, { slo, node, most }: { slo: string; node: string; most: number }): Promise<void> {
  const { design } = document.getState();
  refuseErrors(design);
  const { begin, draft } = whatIfStore.getState();
  const id = newId();
  const consumer = design.nodes.find((each) => each.id === node);
  begin({ id, kind: "meet", total: 0, axes: [], slo: design.slos?.find((each) => each.id === slo) ?? null, subject: consumer ? displayName(consumer) : node });
  const request = { id, ...questionOf(document), forMs: draft.forMs };
  await ended(engine.call("whatIf.meet", { ...request, slo, node, most }));
}

/** Asks the engine what another broker in place of a channel would do to the same load. */
export async function askSwap({ document, engine }: Context, channel: { id: string; name: string }): Promise<void> {
  const { design } = document.getState();
  refuseErrors(design);
  const { begin, draft } = whatIfStore.getState();
  const id = newId();
  begin({ id, kind: "swap", total: SEMANTICS.length, axes: [], slo: null, subject: channel.name });
  await ended(engine.call("whatIf.swap", { id, ...questionOf(document), forMs: draft.forMs, channel: channel.id }));
}

/** Ends the question that is being answered; what was answered stays. */
export async function cancelQuestion({ engine }: Pick<Context, "engine">): Promise<void> {
  const { asked: present, conclude } = whatIfStore.getState();
  if (present?.status !== "asking") return;
  conclude("cancelled");
  await engine.call("whatIf.cancel", { id: present.id });
}

/** What every question is asked about: the design as it is drawn, and the file beside which its recorded traces lie. */
function questionOf(document: Context["document"]) {
  const { design, path } = document.getState();
  return { design, ...(path === null ? {} : { path }), ...(design.seed === undefined ? {} : { seed: design.seed }) };
}

function refuseErrors(design: Parameters<typeof checkDesign>[0]): void {
  const errors = checkDesign(design).filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new AppError("design-has-problems", whatIfWords.theDesignCannotBeForecastYet);
}

/** A question that the engine refused has ended. */
async function ended(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    whatIfStore.getState().conclude("failed", error instanceof Error ? error.message : String(error));
  }
}
