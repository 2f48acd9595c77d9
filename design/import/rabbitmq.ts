import { AppError } from "../errors.ts";
import { Drawing } from "./drawing.ts";
import type { ImportResult, ImportSource } from "./source.ts";
import { listIn, pointerTo, recordIn, textIn, valueIn } from "./values.ts";

/** Definitions as `rabbitmqctl export_definitions` and the management plugin write them. */
export const rabbitmq: ImportSource = {
  title: "RabbitMQ definitions",
  summary: "Queues, exchanges, bindings and policies, as rabbitmqctl export_definitions writes them.",
  extensions: [".json"],
  recognises: (document) => Array.isArray(valueIn(document, "queues")) && (Array.isArray(valueIn(document, "bindings")) || Array.isArray(valueIn(document, "exchanges"))),
  read,
};

function read(document: unknown, name: string): ImportResult {
  if (recordIn(document) === undefined) throw new AppError("import-refused", "RabbitMQ definitions are an object with queues, exchanges and bindings.");
  const drawing = new Drawing();
  for (const [index, queue] of listIn(valueIn(document, "queues")).entries()) {
    const called = textIn(queue, "name");
    if (called === undefined) {
      drawing.note(pointerTo("queues", index), "A queue without a name.", "Left out.");
      continue;
    }
    const node = drawing.node("queue", called);
    drawing.edge(drawing.node("producer", `Publisher to ${called}`), node);
    drawing.edge(node, drawing.node("consumer", `${called} consumer`));
  }
  return drawing.result(name);
}
