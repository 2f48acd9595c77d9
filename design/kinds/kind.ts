import type { z } from "zod";

/** What travels over a port (rule G1). An edge joins two ports of one type. */
export type PortType = "event" | "call" | "attachment";

/** One connection point of a node. `many` tells whether more than one edge may end here. */
export interface Port {
  readonly name: string;
  readonly direction: "in" | "out";
  readonly type: PortType;
  readonly label: string;
  /** Whether several edges may join it with one and the same port, because each says something of its own. */
  readonly parallel?: boolean;
}

/**
 * The part a kind plays in a flow; port rules and both executors are decided by it.
 * - `source` emits on its own schedule
 * - `channel` keeps events until a consumer takes them
 * - `log` keeps events in order for every consumer group to read (topics)
 * - `stage` has a queue of its own and state between events: what it holds stays in that queue until it is let go
 * - `consumer` takes events from a channel or log into its slots
 * - `inline` runs in the emitter's own step (rule G3)
 * - `callee` answers calls and takes no events; nodes of other roles answer calls as well where they have a port for it
 * - `policy` governs the node that it is attached to
 * - `terminal` ends a path
 */
export type Role = "source" | "channel" | "log" | "stage" | "consumer" | "inline" | "callee" | "policy" | "terminal";

/** The palette's groups, in the order in which they are shown. */
export const CATEGORIES = ["sources", "channels", "processing", "state", "outputs", "operations"] as const;
export type Category = (typeof CATEGORIES)[number];

/** Lifts a node's settings from version `from` to `from + 1`; pure, never throws on unknown properties. */
export interface SettingsMigration {
  readonly from: number;
  readonly name: string;
  readonly up: (settings: Readonly<Record<string, unknown>>) => Record<string, unknown>;
}

/** A sentence about one setting that cannot work, or should be thought over. `path` is relative to the settings. */
export interface SettingsProblem {
  readonly severity: "error" | "warning";
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/**
 * What a kind is in a design: its settings with defaults and descriptions, its ports, its checks and
 * its migrations. How it behaves is `engine/kinds/`, how it looks is `renderer/`.
 */
export interface KindDefinition<Settings extends z.ZodType = z.ZodType> {
  readonly title: string;
  /** One line that says what it does, for the palette. */
  readonly summary: string;
  /** A few sentences for the inspector's help tab. */
  readonly help: string;
  readonly category: Category;
  readonly role: Role;
  /** Name of a lucide icon. */
  readonly icon: string;
  /** Version of the settings' shape; raised together with a migration. */
  readonly version: number;
  readonly migrations: readonly SettingsMigration[];
  readonly settings: Settings;
  /** The ports, given parsed settings (a router has one per rule). */
  ports(settings: z.output<Settings>): readonly Port[];
  /** Settings of the edges that leave a port, beside those of an implicit queue; none where it is undefined. */
  edges?(port: string): z.ZodObject | undefined;
  /** What the schema of an edge that leaves a port cannot refuse; both settings are parsed, paths are relative to the edge's settings. */
  checkEdge?(settings: z.output<Settings>, edge: Readonly<Record<string, unknown>>, port: string): readonly SettingsProblem[];
  /** A word on its card behind the kind's name: `Poisson`, `2 × 4`, `3 attempts`; empty for nothing. */
  detail(settings: z.output<Settings>): string;
  /** One line on its card that says what the settings come to. */
  gist(settings: z.output<Settings>): string;
  /** What the schema alone cannot refuse. */
  check?(settings: z.output<Settings>): readonly SettingsProblem[];
  /** What is wrong with the edges that leave it, given what those of a port say. */
  checkEdges?(settings: z.output<Settings>, outs: (port: string) => readonly EdgeSettings[]): readonly SettingsProblem[];
}

/** What an edge says, with every default filled in. */
export type EdgeSettings = Readonly<Record<string, unknown>>;

/** Keeps the settings' type while it is checked against {@link KindDefinition}. */
export function defineKind<Settings extends z.ZodType>(kind: KindDefinition<Settings>): KindDefinition<Settings> {
  return kind;
}

/** The event port that most kinds take their events from. */
export const EVENT_IN: Port = { name: "in", direction: "in", type: "event", label: "events in" };
/** The port by which a node is called. */
export const CALL_IN: Port = { name: "call", direction: "in", type: "call", label: "calls" };
/** The event port that most kinds send their events to. */
export const EVENT_OUT: Port = { name: "out", direction: "out", type: "event", label: "events out" };
