import { flowOf, type Flow } from "../../graph/compile.ts";
import type { Target, Topology } from "../../topology/topology.ts";
import { block, Reference } from "../hcl/hcl.ts";
import { AZURE_NAME, NameScope } from "../names.ts";
import { TerraformDocument, type Resource } from "./document.ts";

/** What can be chosen for Azure. */
export interface AzureOptions {
  readonly sku: "Standard" | "Premium";
  readonly sessions: boolean;
  readonly partitioned: boolean;
}

/** A queue or topic of Service Bus: both share one space of names. */
export interface ServiceBusEntity {
  readonly key: string;
  readonly type: "azurerm_servicebus_queue" | "azurerm_servicebus_topic";
  readonly resource: Resource;
  readonly name: string;
}

/** A configuration for Azure while it is written, with its resource group and what is in it named. */
export class AzureDocument extends TerraformDocument {
  readonly flow: Flow;
  readonly entities = new Map<string, ServiceBusEntity>();
  readonly group: Reference;
  private readonly scopes = new Map<string, NameScope>();

  constructor(
    readonly topology: Topology,
    readonly options: AzureOptions,
  ) {
    super({ name: "azurerm", source: "hashicorp/azurerm", version: "~> 4.0", attributes: { subscription_id: new Reference("var", "subscription_id") } }, block("features", [], {}));
    this.variable("subscription_id", "string", "Id of the Azure subscription.");
    const called = topology.design.name;
    const group = this.named("azurerm_resource_group", "group", called);
    this.group = group.reference;
    this.resource("queues", "azurerm_resource_group", group, {
      name: this.variable("resource_group_name", "string", "Resource group, which is made for everything that is declared here.", this.azureName("group", "group", called)),
      location: this.variable("location", "string", "Azure region.", "westeurope"),
    });
    this.flow = flowOf(topology.design);
    for (const { key, name } of topology.queues) this.addEntity(key, name, "azurerm_servicebus_queue");
    for (const { id, name, kind } of topology.ends) if (kind === "deadLetter") this.addEntity(id, name, "azurerm_servicebus_queue");
    for (const { key, node } of topology.exchanges) if (node.kind === "exchange") this.addEntity(key, node.name, "azurerm_servicebus_topic");
  }

  private addEntity(key: string, called: string, type: ServiceBusEntity["type"]): void {
    this.entities.set(key, { key, type, resource: this.named(type, key, called), name: this.azureName("entity", key, called) });
  }

  /** The queue or topic of Service Bus that a target is; undefined for what is none. */
  entityAt({ key }: Pick<Target, "key">): ServiceBusEntity | undefined {
    return this.entities.get(key);
  }

  /** A name on Azure for a thing of a sort, of which no two have the same. */
  azureName(sort: string, key: string, called: string): string {
    const scope = this.scopes.get(sort) ?? new NameScope(AZURE_NAME);
    this.scopes.set(sort, scope);
    return scope.of(key, called);
  }
}
