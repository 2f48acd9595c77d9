import { z } from "zod";
import { patternProblem } from "../routing/event-pattern.ts";
import { defineKind, EVENT_IN, EVENT_OUT } from "./kind.ts";

/** A rule: what an edge that leaves an event bus says (rule X5). */
export const busRuleSchema = z.strictObject({
  pattern: z
    .json()
    .meta({
      title: "Event pattern",
      help: 'As in EventBridge, over id, source, detail-type and detail, for example {"detail-type": ["order"], "detail": {"total": [{"numeric": [">", 100]}]}}.',
      editor: "json",
    })
    .optional(),
});

export type BusRule = z.output<typeof busRuleSchema>;

/** Sends each event by the patterns of its rules, as EventBridge does (rule X5). */
export const eventBus = defineKind({
  title: "Event bus",
  summary: "routes by event patterns",
  help:
    "Every edge that leaves an event bus is a rule with an event pattern, as in EventBridge: each rule that matches gets a copy. What no rule " +
    "matches is dropped as unroutable. detail-type is the event's type, detail its data.",
  category: "channels",
  role: "inline",
  icon: "network",
  version: 1,
  migrations: [],
  settings: z.strictObject({}),
  ports: () => [EVENT_IN, { ...EVENT_OUT, parallel: true, label: "rules" }],
  edges: (port) => (port === "out" ? busRuleSchema : undefined),
  checkEdge(_settings, edge) {
    const { pattern } = edge as BusRule;
    if (pattern === undefined) return [{ severity: "error", path: ["pattern"], message: 'a rule needs an event pattern, such as {"detail-type": ["order"]}.' }];
    const problem = patternProblem(pattern);
    return problem === null ? [] : [{ severity: "error", path: ["pattern"], message: `the event pattern cannot be used: ${problem}.` }];
  },
  detail: () => "",
  gist: () => "rules with event patterns",
});
