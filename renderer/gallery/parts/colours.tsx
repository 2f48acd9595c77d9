import { CATEGORIES } from "../../../design/kinds/kind.ts";
import { galleryWords } from "../../words/gallery.ts";
import { Part, Row } from "../part.tsx";

const SURFACES = ["canvas", "surface", "surface-raised", "surface-hover", "surface-active", "inset", "border", "border-strong", "control-border"];
const TEXTS = ["text", "text-muted", "text-faint", "accent-text"];
const STATUS = ["accent", "ok", "ok-soft", "warn", "warn-soft", "bad", "bad-soft"];
const SIZES = ["text-2xs", "text-xs", "text-sm", "text-md", "text-lg", "text-xl", "text-2xl"];
const SPACES = ["space-1", "space-2", "space-3", "space-4", "space-5", "space-6", "space-8"];

/** The tokens that everything is made of, in the present theme. */
export function Colours() {
  const words = galleryWords.colours;
  return (
    <Part id="colours" title={words.title} summary={words.summary}>
      <Swatches title={words.surfaces} tokens={SURFACES} />
      <Swatches title={words.status} tokens={STATUS} />
      <Swatches title={words.categories} tokens={CATEGORIES.flatMap((category) => [category, `${category}-soft`])} />
      <Row title={words.texts}>
        {TEXTS.map((token) => (
          <span key={token} style={{ color: `var(--${token})` }}>
            {token}
          </span>
        ))}
      </Row>
      <Row title={words.type}>
        {SIZES.map((token) => (
          <span key={token} style={{ fontSize: `var(--${token})` }}>
            {token}
          </span>
        ))}
      </Row>
      <Row title={words.space}>
        {SPACES.map((token) => (
          <span key={token} className="gallery-swatch">
            <span className="gallery-space" style={{ width: `var(--${token})` }} />
            {token}
          </span>
        ))}
      </Row>
    </Part>
  );
}

function Swatches({ title, tokens }: { readonly title: string; readonly tokens: readonly string[] }) {
  return (
    <Row title={title}>
      {tokens.map((token) => (
        <span key={token} className="gallery-swatch">
          <i style={{ background: `var(--${token})` }} />
          {token}
        </span>
      ))}
    </Row>
  );
}
