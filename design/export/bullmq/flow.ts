import type { FlowEdge, FlowNode } from "../../graph/compile.ts";
import { kindOf } from "../../kinds/registry.ts";
import { code, comment, type Code } from "./code.ts";
import { ENDS, FLOW, QUEUES, type Project } from "./project.ts";
import { SourceFile } from "./source-file.ts";
import { writeStep } from "./steps.ts";

/**
 * `src/flow.ts` and `src/ends.ts`: where events go from each port, with what is decided on the way. Functions come into being when something asks
 * for them.
 */
export class FlowFiles {
  readonly flow = new SourceFile(FLOW);
  readonly ends = new SourceFile(ENDS);
  private readonly written = new Set<string>();
  private readonly open: (() => void)[] = [];

  constructor(readonly project: Project) {}

  /** The function that takes events on from a port; undefined where nothing is connected to it. */
  port(node: FlowNode, port: string): Code | undefined {
    const edges = this.edgesOf(node, port);
    if (edges.length === 0) return undefined;
    const name = this.project.name(`port:${node.id}:${port}`, port === "out" ? `after ${node.name}` : `${port} of ${node.name}`);
    this.once(`port:${node.id}:${port}`, () => {
      const AppEvent = this.flow.useType("src/lib/event.ts", "AppEvent");
      const what = comment(`Where events go that leave ${node.name}${port === "out" ? "" : ` by ${port}`}.`);
      this.flow.add(code`${what}
export async function ${name}(event: ${AppEvent}): Promise<void> {
  ${this.sends(node, port)}
}`);
    });
    return name;
  }

  /** As {@link port}, for another module. */
  portFor(file: SourceFile, node: FlowNode, port: string): Code | undefined {
    const name = this.port(node, port);
    return name && file.use(FLOW, name.text);
  }

  /** Statements that send `event` over every edge of a port. */
  sends(node: FlowNode, port: string): Code {
    const calls = this.edgesOf(node, port).flatMap((edge) => this.send(edge));
    const [only] = calls;
    if (only === undefined) return this.dropped(node, "unroutable");
    if (calls.length === 1) return code`await ${only};`;
    return code`await Promise.all([
  ${calls.map((call) => code`${call},`)}
]);`;
  }

  /** A statement that says that an event ends here. */
  dropped(node: FlowNode, reason: string): Code {
    return code`${this.flow.use("src/lib/log.ts", "ended")}("dropped", ${node.name}, event, ${reason});`;
  }

  /** The calls that send an event over an edge: one, or one for each group of a topic. */
  send(edge: FlowEdge): Code[] {
    const to = this.project.flow.nodes.get(edge.to.node);
    if (to === undefined) return [];
    const child = code`${this.flow.use("src/lib/event.ts", "childOf")}(event, ${edge.id})`;
    if (to.role === "log") return this.groupsOf(to).map(({ add, group }) => code`${this.flow.use(QUEUES, add.text)}(${this.flow.use("src/lib/event.ts", "childOf")}(event, ${edge.id + " " + group}))`);
    return [code`${this.receiver(to, edge)}(${child})`];
  }

  edgesOf(node: FlowNode, port: string): readonly FlowEdge[] {
    return (node.outs.get(port) ?? []).filter(({ type }) => type === "event");
  }

  /** Writes what was asked for, and what that asks for. */
  finish(): void {
    for (let next = this.open.shift(); next !== undefined; next = this.open.shift()) next();
  }

  /** The function that takes an event in. */
  private receiver(to: FlowNode, edge: FlowEdge): Code {
    const queue = this.project.queues.get(edge.channel ?? "") ?? this.project.queues.get(to.id);
    if (queue !== undefined) return this.flow.use(QUEUES, queue.add.text);
    const name = this.project.name(`node:${to.id}`, to.name);
    if (to.kind === "sink") {
      this.once(`node:${to.id}`, () => this.writeSink(to, name));
      return this.flow.use(ENDS, name.text);
    }
    this.once(`node:${to.id}`, () => writeStep(this, to, name));
    return name;
  }

  private writeSink(node: FlowNode, name: Code): void {
    const AppEvent = this.ends.useType("src/lib/event.ts", "AppEvent");
    const what = comment(`${kindOf(node.kind).title} ${node.name}: events are delivered here.`);
    this.ends.add(code`${what}
export async function ${name}(event: ${AppEvent}): Promise<void> {
  // YOUR CODE HERE: store it, answer it, show it.
  ${this.ends.use("src/lib/log.ts", "ended")}("delivered", ${node.name}, event);
}`);
  }

  private groupsOf(topic: FlowNode): { add: Code; group: string }[] {
    const found = this.project.topology.topics.find(({ node }) => node.id === topic.id);
    const groups = new Set(found?.readers.map(({ group }) => group));
    return [...groups].flatMap((group) => {
      const queue = this.project.groupQueue(found?.key ?? "", group);
      return queue ? [{ add: queue.add, group }] : [];
    });
  }

  private once(key: string, write: () => void): void {
    if (this.written.has(key)) return;
    this.written.add(key);
    this.open.push(write);
  }
}

