import { useMemo } from "react";
import { parseMarkdown, type Span } from "../../design/lessons/markdown.ts";

/** A lesson's text: paragraphs, lists, bold and code. */
export function MarkdownText({ text }: { readonly text: string }) {
  const blocks = useMemo(() => parseMarkdown(text), [text]);
  return (
    <div className="lesson-text">
      {blocks.map((block, index) => {
        if (block.type === "paragraph") return <p key={index}>{styled(block.spans)}</p>;
        const List = block.ordered ? "ol" : "ul";
        return (
          <List key={index}>
            {block.items.map((item, at) => (
              <li key={at}>{styled(item)}</li>
            ))}
          </List>
        );
      })}
    </div>
  );
}

function styled(spans: readonly Span[]) {
  return spans.map(({ text, style }, index) => {
    if (style === "bold") return <strong key={index}>{text}</strong>;
    return style === "code" ? <code key={index}>{text}</code> : text;
  });
}
