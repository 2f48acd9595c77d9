import { z } from "zod";
import { AppError, isAppError } from "../../design/errors.ts";
import { calls, type CallName, type CallResponse } from "../contract/api.ts";
import { clientMessageSchema, type HostMessage } from "../contract/message.ts";
import { userMessage } from "./user-message.ts";

/** A call's request once it was checked, with its defaults filled in. */
export type CheckedRequest<Name extends CallName> = z.output<(typeof calls)[Name]["request"]>;

/** One handler per call of the contract; an expected failure is thrown as an AppError. */
export type Handlers = {
  [Name in CallName]: (request: CheckedRequest<Name>) => CallResponse<Name> | Promise<CallResponse<Name>>;
};

/** Pairs an answer with no call: what came had no usable id. Clients count from 1. */
const NO_CALL = 0;

/**
 * Answers whatever a client sent; never rejects. What does not fit the contract is refused with `wrong-use`, a handler's
 * AppError keeps its code, and a bug becomes `internal`, without its text: `log` gets it.
 */
export async function answer(handlers: Handlers, raw: unknown, log: (error: unknown) => void): Promise<HostMessage> {
  const message = clientMessageSchema.safeParse(raw);
  const id = message.success ? message.data.id : idOf(raw);
  try {
    if (!message.success) throw new AppError("wrong-use", "The engine got a message that is no call.");
    const { name, request } = message.data;
    if (!Object.hasOwn(calls, name)) throw new AppError("wrong-use", `The engine has no call ${JSON.stringify(name.slice(0, 100))}.`);
    return { type: "answer", id, response: await carryOut(handlers, name as CallName, request) };
  } catch (error) {
    if (!isAppError(error)) log(error);
    return { type: "error", id, code: isAppError(error) ? error.code : "internal", message: userMessage(error) };
  }
}

async function carryOut<Name extends CallName>(handlers: Handlers, name: Name, raw: unknown): Promise<unknown> {
  const schema: z.ZodType = calls[name].request;
  const request = schema.safeParse(raw);
  if (!request.success) throw new AppError("wrong-use", `The engine refused ${name}: ${firstIssue(request.error)}`);
  const response = await handlers[name](request.data as CheckedRequest<Name>);
  return (calls[name].response as z.ZodType).parse(response);
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue ? `${issue.path.length > 0 ? `${issue.path.join(".")}: ` : ""}${issue.message}` : "it does not fit.";
}

function idOf(raw: unknown): number {
  const id = typeof raw === "object" && raw !== null && "id" in raw ? raw.id : undefined;
  return Number.isSafeInteger(id) ? (id as number) : NO_CALL;
}
