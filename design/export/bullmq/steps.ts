import type { FlowNode } from "../../graph/compile.ts";
import type { Binding } from "../../kinds/exchange.ts";
import { kindOf } from "../../kinds/registry.ts";
import type { NodeOf } from "../../topology/topology.ts";
import { array, code, comment, joined, remark, type Code } from "./code.ts";
import type { FlowFiles } from "./flow.ts";

const EXPRESSIONS = "src/lib/expressions.ts";

/** Writes a node that decides in the step of whoever emits into it. */
export function writeStep(files: FlowFiles, node: FlowNode, name: Code): void {
  const body = bodyOf(files, node);
  const AppEvent = files.flow.useType("src/lib/event.ts", "AppEvent");
  files.flow.add(code`${comment(`${kindOf(node.kind).title} ${node.name}.`)}
async function ${name}(event: ${AppEvent}): Promise<void> {
  ${body}
}`);
}

function bodyOf(files: FlowFiles, node: FlowNode): Code {
  switch (node.kind) {
    case "router":
      return routerBody(files, node);
    case "filter":
      return code`if (${compiled(files, "condition", node, "when", node.settings.when)}(event)) {
  ${files.sends(node, "out")}
} else {
  ${files.edgesOf(node, "rejected").length > 0 ? files.sends(node, "rejected") : files.dropped(node, "filtered")}
}`;
    case "transform":
      return code`const data = ${compiled(files, "expression", node, "value", node.settings.expression)}(event);
if (data === undefined) return ${files.dropped(node, "expression")}
event = { ...event, data };
${files.sends(node, "out")}`;
    case "splitter":
      return code`const whole = event;
const list = ${compiled(files, "expression", node, "list", node.settings.expression)}(event);
if (!Array.isArray(list)) return ${files.dropped(node, "expression")}
await Promise.all(
  list.map(async (data, index) => {
    const event = { ...${files.flow.use("src/lib/event.ts", "childOf")}(whole, "part", index), data };
    ${files.sends(node, "out")}
  }),
);`;
    case "exchange":
      return exchangeBody(files, node);
    case "loadBalancer":
      return balancerBody(files, node);
    default:
      return unwritten(files, node);
  }
}

/** A constant with a compiled condition or expression. */
function compiled(files: FlowFiles, as: "condition" | "expression", node: FlowNode, what: string, text: string): Code {
  const constant = files.project.name(`cel:${node.id}:${what}`, `${node.name} ${what}`);
  files.flow.add(code`const ${constant} = ${files.flow.use(EXPRESSIONS, as)}(${text});`);
  return constant;
}

function routerBody(files: FlowFiles, node: NodeOf<"router">): Code {
  const { rules, mode } = node.settings;
  const conditions = rules.map(({ port, when }) => ({ port, holds: compiled(files, "condition", node, port, when) }));
  const otherwise = files.sends(node, "default");
  if (mode === "first")
    return joined([
      ...conditions.map(({ port, holds }) => code`if (${holds}(event)) {
  ${files.sends(node, port)}
  return;
}`),
      otherwise,
    ]);
  return joined([
    code`let matched = false;`,
    ...conditions.map(({ port, holds }) => code`if (${holds}(event)) {
  matched = true;
  ${files.sends(node, port)}
}`),
    code`if (!matched) {
  ${otherwise}
}`,
  ]);
}

/** Over every binding that takes the event, but once to each destination; else to the alternate. */
function exchangeBody(files: FlowFiles, node: NodeOf<"exchange">): Code {
  const { type, routingKey } = node.settings;
  const sends = files.edgesOf(node, "out").flatMap((edge) => {
    const takes = takesOf(files, type, edge.settings as Binding);
    const target = edge.channel ?? edge.to.node;
    return files.send(edge).map((call, index) => code`${takes.text === "" ? code`` : code`if (${takes}) `}targets.set(${index === 0 ? target : `${target} ${index}`}, () => ${call});`);
  });
  const needsKey = (type === "topic" || type === "direct") && sends.length > 0;
  return joined([
    ...(needsKey ? [code`const key = ${files.flow.use(EXPRESSIONS, "textOf")}(${compiled(files, "expression", node, "routing key", routingKey)}(event));`] : []),
    code`const targets = new Map<string, () => Promise<void>>();`,
    ...sends,
    code`if (targets.size === 0) {
  ${files.sends(node, "alternate")}
}
await Promise.all([...targets.values()].map((send) => send()));`,
  ]);
}

/** The condition under which a binding takes an event; empty where it takes all. */
function takesOf(files: FlowFiles, type: NodeOf<"exchange">["settings"]["type"], { bindingKey = "", headers = {}, match }: Binding): Code {
  switch (type) {
    case "fanout":
      return code``;
    case "direct":
      return code`key === ${bindingKey}`;
    case "topic":
      return code`${files.flow.use("src/lib/routing.ts", "topicMatches")}(${bindingKey}, key)`;
    case "headers": {
      const wanted = Object.fromEntries(Object.entries(headers).filter(([name]) => name !== "x-match" && (match.endsWith("-with-x") || !name.startsWith("x-"))));
      return code`${files.flow.use("src/lib/routing.ts", "headersMatch")}(${wanted}, ${match.startsWith("any") ? "any" : "all"}, event.headers)`;
    }
  }
}

function balancerBody(files: FlowFiles, node: NodeOf<"loadBalancer">): Code {
  const edges = files.edgesOf(node, "out");
  const sends = edges.flatMap((edge) => files.send(edge));
  if (sends.length === 0) return files.dropped(node, "unroutable");
  const { strategy, healthCheck } = node.settings;
  const AppEvent = files.flow.useType("src/lib/event.ts", "AppEvent");
  const targets = code`const targets = ${array(sends.map((send) => code`(event: ${AppEvent}) => ${send}`))};`;
  if (healthCheck) files.project.losses.setting(node, "healthCheck", healthCheck, "Adding to a queue does not depend on the health of who takes from it.", "Nothing: what nobody takes stays in the queue.");
  if (strategy === "weighted" || strategy === "random") {
    const weights = strategy === "random" ? edges.map(() => 1) : edges.map(({ settings }) => Number(settings["weight"] ?? 1));
    return code`${targets}
const chosen = ${files.flow.use("src/lib/produce.ts", "weighted")}(${weights.map((weight, value) => ({ value, weight }))}, 0);
await targets[chosen]?.(event);`;
  }
  if (strategy !== "round-robin") files.project.losses.setting(node, "strategy", strategy, "It is written as round robin: the others need to know how the targets stand.", "Ask each queue for its counts with getJobCounts, or choose round-robin, random or weighted.");
  const turn = files.project.name(`turn:${node.id}`, `turn of ${node.name}`);
  files.flow.add(code`let ${turn} = 0;`);
  return code`${targets}
await targets[${turn}++ % targets.length]?.(event);`;
}

/** A place for what this target has no code for. Where its events may go is there to be called. */
function unwritten(files: FlowFiles, node: FlowNode): Code {
  const ways = [...node.outs.keys()].flatMap((port) => {
    const way = files.port(node, port);
    return way ? [remark(`${way.text}(event) takes on what leaves it by ${port}.`)] : [];
  });
  return joined([remark("YOUR CODE HERE: nothing was written for this kind; the loss report says why and what to do instead."), ...ways, files.dropped(node, "unwritten")]);
}
