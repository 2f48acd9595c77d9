import { AWS_MESSAGING } from "./terraform-resources-aws-messaging.ts";
import { AWS_SERVICES } from "./terraform-resources-aws-services.ts";
import type { ResourceSchemas } from "./terraform-schema.ts";

/**
 * What hashicorp/aws 6.25.0 takes for the resources that are written, as its documentation has it on the page of each resource. Blocks that
 * no export uses are left out: one that is written all the same is unknown, and so is reported.
 */
export const AWS_RESOURCES: ResourceSchemas = { ...AWS_MESSAGING, ...AWS_SERVICES };
