import { z } from "zod";
import { formatCount } from "../words/numbers.ts";
import { choice, condition } from "./fields.ts";
import { defineKind, EVENT_IN, type Port } from "./kind.ts";

const portName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, "A port's name starts with a letter and has letters, digits, - and _.")
  .meta({ title: "Port", help: "Name of the port that takes the matching events." });

/** Sends each event by the first rule that matches, or by all that do (rule R1). */
export const router = defineKind({
  title: "Router",
  summary: "sends by condition",
  help:
    "A router looks at each event in the emitter's own step, so it costs no broker hop. Its rules are CEL conditions over event; events " +
    "that match none leave by the default port, and are counted as unroutable where that is not connected.",
  category: "processing",
  role: "inline",
  icon: "split",
  version: 1,
  migrations: [],
  settings: z.strictObject({
    rules: z
      .array(
        z.strictObject({
          port: portName,
          when: condition({ title: "When", help: "CEL condition, for example event.data.total > 100." }),
        }),
      )
      .max(50)
      .meta({ title: "Rules", help: "Tried in this order." })
      .default([{ port: "matched", when: "true" }]),
    mode: choice(["first", "all"], { title: "Mode", help: "Only the first rule that matches, or every one." }).default("first"),
  }),
  ports: (settings) => [
    EVENT_IN,
    ...settings.rules.map((rule): Port => ({ name: rule.port, direction: "out", type: "event", label: rule.when })),
    { name: "default", direction: "out", type: "event", label: "matches none" },
  ],
  check: (settings) => {
    const seen = new Set<string>();
    return settings.rules.flatMap((rule, index) => {
      if (rule.port === "default" || rule.port === "in")
        return [{ severity: "error" as const, path: ["rules", index, "port"], message: `A rule's port cannot be called "${rule.port}"; choose another name.` }];
      if (seen.has(rule.port))
        return [{ severity: "error" as const, path: ["rules", index, "port"], message: `Two rules use the port "${rule.port}"; give each its own.` }];
      seen.add(rule.port);
      return [];
    });
  },
  detail: (settings) => `${formatCount(settings.rules.length)} ${settings.rules.length === 1 ? "rule" : "rules"}`,
  gist: (settings) => settings.rules.map((rule) => rule.when).join(" · "),
});
