/** Something that a proxy does to what passes through it. Times are ms on the wall clock. */
export type Toxic =
  /** What comes from Redis is held back so long, as much more or less as `jitterMs` by a draw at `site`. */
  | { readonly type: "latency"; readonly latencyMs: number; readonly jitterMs: number; readonly site: number }
  /** So many bytes a ms pass, each way. */
  | { readonly type: "bandwidth"; readonly bytesPerMs: number }
  /** What comes is dropped; connections are closed after so long, or when the toxic is gone. */
  | { readonly type: "timeout"; readonly timeoutMs: number }
  /** Connections are reset after so long. */
  | { readonly type: "reset"; readonly timeoutMs: number }
  /** Nothing passes; what comes waits. */
  | { readonly type: "partition" };
