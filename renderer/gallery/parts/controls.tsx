import { Plus, Search, Trash2 } from "lucide-react";
import { Tabs } from "radix-ui";
import { useState } from "react";
import { kindTypes } from "../../../design/kinds/registry.ts";
import "../../dock/dock.css";
import "../../inspector/inspector.css";
import "../../palette/palette.css";
import "../../top-bar/top-bar.css";
import { SpeedSlider } from "../../top-bar/speed-slider.tsx";
import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Keys } from "../../ui/keys.tsx";
import { KindIcon } from "../../ui/kind-icon.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { Select } from "../../ui/select.tsx";
import { galleryWords } from "../../words/gallery.ts";
import { Part, Row } from "../part.tsx";
import { SampleForm } from "./sample-form.tsx";

const words = galleryWords.controls;

/** What can be pressed, chosen and typed into. */
export function Controls() {
  return (
    <Part id="controls" title={words.title}>
      <Row title={words.buttons}>
        <Button variant="primary">{words.main}</Button>
        <Button>{words.plain}</Button>
        <Button variant="quiet">{words.quiet}</Button>
        <Button variant="danger" icon={Trash2}>
          {words.danger}
        </Button>
        <Button icon={Plus}>{words.withIcon}</Button>
        <Button size="small">{words.small}</Button>
        <Button disabled>{words.disabled}</Button>
        <Button variant="primary" disabled>
          {words.disabled}
        </Button>
        <IconButton icon={Plus} label={words.iconOnly} />
        <IconButton icon={Trash2} label={words.disabled} disabled />
      </Row>
      <Row title={words.choices}>
        <Choices />
      </Row>
      <Row title={words.search}>
        <label className="search-field">
          <Search size={14} aria-hidden="true" />
          <input type="search" placeholder={words.search} aria-label={words.searchLabel} />
        </label>
      </Row>
      <Row title={words.keys}>
        <Keys text="Ctrl K" />
        <Keys text="⌘ ⇧ P" />
        <Keys text="?" />
      </Row>
      <Row title={words.tabs}>
        <Tabs.Root defaultValue="first">
          <Tabs.List className="tabs" aria-label={words.tabs}>
            {(["first", "second", "third"] as const).map((tab) => (
              <Tabs.Trigger key={tab} value={tab} className="tab">
                <span className="tab-name" data-name={words[tab]}>
                  {words[tab]}
                </span>
              </Tabs.Trigger>
            ))}
          </Tabs.List>
          {(["first", "second", "third"] as const).map((tab) => (
            <Tabs.Content key={tab} value={tab}>
              {words.tabText}
            </Tabs.Content>
          ))}
        </Tabs.Root>
      </Row>
      <Row title={galleryWords.colours.categories}>
        {kindTypes.map((kind) => (
          <KindIcon key={kind} kind={kind} />
        ))}
      </Row>
      <Row title={words.form}>
        <SampleForm />
      </Row>
    </Part>
  );
}

function Choices() {
  const [mode, setMode] = useState<"live" | "forecast">("live");
  const [unit, setUnit] = useState<"s" | "min" | "h">("s");
  const modes = [
    { value: "live", label: words.live },
    { value: "forecast", label: words.forecast },
  ] as const;
  const units = [
    { value: "s", label: words.seconds },
    { value: "min", label: words.minutes },
    { value: "h", label: words.hours },
  ] as const;
  return (
    <>
      <Segmented label={words.one} value={mode} options={modes} onChange={setMode} />
      <Segmented label={words.disabled} value={mode} options={modes} onChange={setMode} disabled />
      <Select label={words.unit} value={unit} options={units} onChange={setUnit} />
      <SpeedSlider />
    </>
  );
}
