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
  /** When one side has closed a connection, the other side's is closed so much later. */
  | { readonly type: "slow-close"; readonly delayMs: number }
  /** What comes from Redis is cut into slices, as much longer or shorter than `averageSize` bytes as draws at `site` say, each `delayMs` after the one before. */
  | { readonly type: "slicer"; readonly averageSize: number; readonly sizeVariation: number; readonly delayMs: number; readonly site: number }
  /** A connection is closed when so many bytes have come from Redis. */
  | { readonly type: "limit-data"; readonly bytes: number }
  /** Nothing passes; what comes waits. */
  | { readonly type: "partition" };
