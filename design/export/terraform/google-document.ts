import { flowOf, type Flow } from "../../graph/compile.ts";
import type { Topology } from "../../topology/topology.ts";
import { Reference, Template } from "../hcl/hcl.ts";
import { NameScope, PUBSUB_NAME } from "../names.ts";
import { TerraformDocument, type Resource } from "./document.ts";

/** What can be chosen for Google Cloud. */
export interface GoogleOptions {
  readonly ordering: boolean;
}

/** A configuration for Google Cloud while it is written. Topics are named first, so that what is generated gives way. */
export class GoogleDocument extends TerraformDocument {
  readonly flow: Flow;
  private readonly topicNames = new NameScope(PUBSUB_NAME);
  private readonly subscriptionNames = new NameScope(PUBSUB_NAME);

  constructor(
    readonly topology: Topology,
    readonly options: GoogleOptions,
  ) {
    super({ name: "google", source: "hashicorp/google", version: "~> 6.0", attributes: { project: new Reference("var", "project") } });
    this.variable("project", "string", "Id of the project in which everything is declared.");
    this.flow = flowOf(topology.design);
    for (const { key, name } of topology.queues) this.topic(key, name);
    for (const { key, node } of [...topology.topics, ...topology.exchanges]) this.topic(key, node.name);
    for (const { id, name } of topology.ends) this.topic(id, name);
  }

  /** The topic of a queue, dead letter, exchange or topic. */
  topic(key: string, called: string): Resource & { readonly pubSubName: string } {
    return { ...this.named("google_pubsub_topic", key, called), pubSubName: this.topicNames.of(key, called) };
  }

  subscription(key: string, called: string): Resource & { readonly pubSubName: string } {
    return { ...this.named("google_pubsub_subscription", key, called), pubSubName: this.subscriptionNames.of(key, called) };
  }

  /** The account that Pub/Sub itself acts as: it publishes dead letters, and acknowledges them in the subscription that they come from. */
  serviceAgent(): Template {
    return new Template("serviceAccount:service-", this.data("queues", "google_project", "this").at("number"), "@gcp-sa-pubsub.iam.gserviceaccount.com");
  }
}
