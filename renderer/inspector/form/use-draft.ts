import { useEffect, useRef, useState } from "react";
import { sameJson } from "../../../design/document/same-json.ts";

/** What was typed, understood or not. */
export type Parsed = { readonly value: unknown } | { readonly error: string };

export interface DraftOptions {
  /** What the document has. */
  readonly value: unknown;
  /** The text for it. */
  readonly text: string;
  readonly parse: (text: string) => Parsed;
  /** Writes a value; returns why it cannot be written. */
  readonly commit: (value: unknown) => string | null;
  readonly settle: () => void;
}

export interface Draft {
  readonly text: string;
  readonly error: string | null;
  readonly type: (text: string) => void;
  readonly leave: () => void;
}

/**
 * The text of a field while it is edited. What cannot be written stays in the field with its reason; what the document
 * got from elsewhere (undo) replaces it.
 */
export function useDraft({ value, text, parse, commit, settle }: DraftOptions): Draft {
  const [draft, setDraft] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const expected = useRef(value);

  useEffect(() => {
    if (sameJson(expected.current, value)) return;
    expected.current = value;
    setDraft(null);
    setError(null);
  }, [value]);

  return {
    text: draft ?? text,
    error,
    type(next) {
      setDraft(next);
      const parsed = parse(next);
      if ("error" in parsed) return setError(parsed.error);
      const before = expected.current;
      expected.current = parsed.value;
      const refused = commit(parsed.value);
      if (refused !== null) expected.current = before;
      setError(refused);
    },
    leave() {
      if (error === null) setDraft(null);
      settle();
    },
  };
}
