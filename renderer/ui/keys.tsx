import "./keys.css";

/** A shortcut as key caps: `Ctrl K`. */
export function Keys({ text }: { readonly text: string }) {
  return (
    <kbd className="keys">
      {text.split(" ").map((key) => (
        <span key={key}>{key}</span>
      ))}
    </kbd>
  );
}
