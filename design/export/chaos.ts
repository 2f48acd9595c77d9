import { EXPERIMENTS } from "../chaos/catalogue.ts";
import { experimentsOf, targetName } from "../chaos/resolve.ts";
import { ChaosMesh, workflowOf, type Fault } from "./chaos/chaos-mesh.ts";
import { deployedNames } from "./chaos/names.ts";
import { chaosOptions } from "./chaos/options.ts";
import { runbookOf } from "./chaos/runbook.ts";
import { isToxic, proxiesOf, toxicsOf } from "./chaos/toxics.ts";
import { loseAllSettings, SHOWN } from "./kind-answers.ts";
import { defineTarget, LossReport, type ExportFile, type ExportResult } from "./target.ts";
import { yamlText } from "./yaml.ts";

/** The experiments of a design for Chaos Mesh and Toxiproxy, and a runbook for whoever is on call. */
export const chaos = defineTarget({
  title: "Experiments and runbook",
  summary: "The timeline's experiments for Chaos Mesh and Toxiproxy, and a runbook for whoever is on call.",
  options: chaosOptions,
  kinds: SHOWN,
  write(topology, options): ExportResult {
    const { scenario: _, ...design } = topology.design;
    const losses = new LossReport();
    loseAllSettings(losses, { ...topology, design }, "Experiments break what runs: they set nothing up.", "Export the design to what it runs on, too.");
    const experiments = experimentsOf(topology.design);
    const names = deployedNames(topology);
    const mesh = new ChaosMesh(topology, names, options);
    const faults = experiments.flatMap((experiment): { experiment: typeof experiment; fault: Fault }[] => {
      const { fault, lost } = mesh.translate(experiment);
      if (lost && !(isToxic(experiment) && !fault)) {
        const name = `${EXPERIMENTS[experiment.type].title} (${targetName(topology.design, experiment.target)})`;
        losses.setting({ id: experiment.id, name }, "experiment", experiment.parameters, lost.why, lost.instead);
      }
      return fault ? [{ experiment, fault }] : [];
    });
    if (topology.design.scenario?.load?.length) losses.setting({ id: "scenario", name: "Scenario" }, "load", topology.design.scenario.load, "Planned load is no fault.", "Send it with a load generator, or run the design.");
    const workflow = workflowOf(topology.design, faults, options);
    const toxics = toxicsOf(experiments);
    const json = (path: string, value: unknown): ExportFile => ({ path, language: "json", text: `${JSON.stringify(value, null, 2)}\n` });
    return {
      files: [
        { path: "RUNBOOK.md", language: "markdown", text: runbookOf(topology, experiments, names, options) },
        ...(workflow ? [{ path: "chaos-mesh.yaml", language: "yaml", text: yamlText(workflow) } as const] : []),
        ...(toxics.length > 0 ? [json("toxiproxy.json", proxiesOf(options)), json("toxics.json", toxics)] : []),
      ],
      losses: losses.all(topology),
    };
  },
});
