/** A topic as Kafka's admin clients take it (kafkajs `ITopicConfig`). */
export interface KafkaTopic {
  readonly topic: string;
  readonly numPartitions: number;
  readonly replicationFactor: number;
  readonly configEntries: readonly { readonly name: string; readonly value: string }[];
}
