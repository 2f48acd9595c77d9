/** What a problem is about, for tests and for screens that offer a way out. */
export type ProblemCode =
  | "shape"
  | "unknown-property"
  | "unknown-kind"
  | "duplicate-id"
  | "settings"
  | "edge-to-nowhere"
  | "unknown-port"
  | "port-refused"
  | "duplicate-edge"
  | "inline-cycle"
  | "blocking-cycle"
  | "expression"
  | "nothing-to-run"
  | "not-connected"
  | "unknown-reference"
  | "planned-load"
  | "chaos"
  | "alert"
  | "unstable";

/**
 * One thing that is wrong with a design. Errors keep it from running (rule G5); warnings do not.
 * `node` or `edge` is where to look; `path` is the place in the file.
 */
export interface Problem {
  readonly severity: "error" | "warning";
  readonly code: ProblemCode;
  readonly message: string;
  readonly node?: string;
  readonly edge?: string;
  readonly path?: readonly (string | number)[];
}
