import { parse } from "@cdktf/hcl2json";
import type { Design } from "../../design/document/schema.ts";
import { exportTo } from "../../design/export/registry.ts";
import { topologyOf } from "../../design/topology/resolve.ts";

type Body = Record<string, unknown>;

/** A design's Terraform configuration as HCL's own parser reads it back, and what is lost. */
export async function readBack(target: string, design: Design, options: Record<string, unknown> = {}) {
  const { files, losses } = exportTo(target, topologyOf(design), options);
  const text = files.map((file) => file.text).join("\n");
  const { resource = {} } = (await parse("main.tf", text)) as { resource?: Record<string, Record<string, Body[]>> };
  return {
    /** A resource's body by type and name. */
    of: (type: string, name: string): Body | undefined => resource[type]?.[name]?.[0],
    /** The names of all resources of a type, by the alphabet. */
    names: (type: string): string[] => Object.keys(resource[type] ?? {}).toSorted(),
    text,
    losses,
    lost: (id: string): string[] => losses.filter((loss) => loss.id === id).map(({ property }) => property),
  };
}
