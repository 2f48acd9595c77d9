import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exportTo, type TargetName } from "../../../design/export/registry.ts";
import { topologyOf } from "../../../design/topology/resolve.ts";
import { arbitraryDesign } from "../../../tests/support/arbitrary-design.ts";
import { validators } from "./validity.ts";

// The other targets have such tests beside their own validators or options.
describe("an export of whatever is drawn, however it is called", { timeout: 60_000 }, () => {
  it.each<TargetName>(["bullmq", "prometheus", "svg", "rabbitmq", "kafka-topics"])("is valid: %s", async (target) => {
    const validate = await validators[target]?.();
    if (validate === undefined) throw new Error(`${target} has no validator.`);
    await fc.assert(
      fc.asyncProperty(arbitraryDesign, async (design) => {
        expect((await validate(exportTo(target, topologyOf(design)).files)).problems).toEqual([]);
      }),
      { numRuns: 8 },
    );
  });
});
