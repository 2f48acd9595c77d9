/** A value in a table of arguments. A header that only has to be there would be null, which `rabbitmqctl` refuses (`unhandled_type`). */
export type ArgumentValue = string | number | boolean;
export type Arguments = Readonly<Record<string, ArgumentValue>>;

export interface QueueDefinition {
  readonly name: string;
  readonly vhost: string;
  readonly durable: true;
  readonly auto_delete: false;
  readonly arguments: Arguments;
}

export interface ExchangeDefinition {
  readonly name: string;
  readonly vhost: string;
  readonly type: "direct" | "fanout" | "topic" | "headers";
  readonly durable: true;
  readonly auto_delete: false;
  readonly internal: false;
  readonly arguments: Arguments;
}

export interface BindingDefinition {
  readonly source: string;
  readonly vhost: string;
  readonly destination: string;
  readonly destination_type: "queue" | "exchange";
  readonly routing_key: string;
  readonly arguments: Arguments;
}

/** What `rabbitmqctl import_definitions` reads (RabbitMQ, "Schema Definition Export and Import"); without users, so without passwords. */
export interface Definitions {
  readonly vhosts: readonly { readonly name: string }[];
  readonly policies: readonly never[];
  readonly exchanges: readonly ExchangeDefinition[];
  readonly queues: readonly QueueDefinition[];
  readonly bindings: readonly BindingDefinition[];
}

/** Arguments without those that are undefined. */
export function argumentsOf(given: Readonly<Record<string, ArgumentValue | undefined>>): Arguments {
  return Object.fromEntries(Object.entries(given).filter((entry): entry is [string, ArgumentValue] => entry[1] !== undefined));
}
