import { Tooltip } from "radix-ui";
import { Logo } from "../shell/logo.tsx";
import { ThemeMenu } from "../top-bar/theme-menu.tsx";
import { galleryWords } from "../words/gallery.ts";
import { CardSheet } from "./cards/card-sheet.tsx";
import "./gallery.css";
import { Charts } from "./parts/charts.tsx";
import { Colours } from "./parts/colours.tsx";
import { Controls } from "./parts/controls.tsx";
import { Messages } from "./parts/messages.tsx";
import { Overlays } from "./parts/overlays.tsx";

const PARTS = ["cards", "controls", "overlays", "messages", "charts", "colours"] as const;

/** Every part of the screen in each of its states, for people who change how it looks and for the tests that look at it. */
export function Gallery() {
  return (
    <Tooltip.Provider delayDuration={500} skipDelayDuration={200}>
      <div className="gallery scroll">
        <header className="gallery-head">
          <Logo />
          <h1>{galleryWords.title}</h1>
          <nav aria-label={galleryWords.parts}>
            {PARTS.map((part) => (
              <a key={part} href={`#${part}`}>
                {galleryWords[part].title}
              </a>
            ))}
          </nav>
          <ThemeMenu />
        </header>
        <main>
          <p className="gallery-summary">{galleryWords.summary}</p>
          <CardSheet />
          <Controls />
          <Overlays />
          <Messages />
          <Charts />
          <Colours />
        </main>
      </div>
    </Tooltip.Provider>
  );
}
