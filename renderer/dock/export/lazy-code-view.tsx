import { lazy, Suspense } from "react";
import type { CodeViewProps } from "./code-view.tsx";

const CodeView = lazy(async () => ({ default: (await import("./code-view.tsx")).CodeView }));

/** A file in colours; plainly until the editor is loaded. */
export function LazyCodeView(props: CodeViewProps) {
  return (
    <Suspense fallback={<pre className="code-plain scroll">{props.text.slice(0, 20_000)}</pre>}>
      <CodeView {...props} />
    </Suspense>
  );
}
