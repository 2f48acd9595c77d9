import { Fragment, type ReactNode } from "react";

export interface SentenceProps {
  /** With `{0}`, `{1}`, … where the parts go: each language puts them where it needs them. */
  readonly text: string;
  readonly parts: readonly ReactNode[];
}

/** A sentence of the catalogue in which some words are more than text: keys, numbers in bold. */
export function Sentence({ text, parts }: SentenceProps) {
  return text.split(/\{(\d)\}/).map((piece, index) => (
    // The pieces of a text do not change their order.
    // oxlint-disable-next-line react/no-array-index-key
    <Fragment key={index}>{index % 2 === 1 ? parts[Number(piece)] : piece}</Fragment>
  ));
}
