import { Target } from "lucide-react";
import { addObjective } from "../inspector/add-objective.ts";
import { inspectorWords } from "../words/inspector.ts";
import type { Command } from "./command.ts";

/** What the design has to meet (rule O5). */
export const objectiveCommands: readonly Command[] = [
  {
    id: "objective.add",
    label: inspectorWords.addAnObjective,
    keywords: ["slo", "goal", "target", "service level", "latency", "percentile"],
    group: "insert",
    section: "alert",
    keys: ["Alt+O"],
    icon: Target,
    perform: addObjective,
  },
];
