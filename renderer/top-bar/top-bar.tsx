import { Search } from "lucide-react";
import { useCommand } from "../commands/use-command.ts";
import { Logo } from "../shell/logo.tsx";
import { Keys } from "../ui/keys.tsx";
import { DocumentTitle } from "./document-title.tsx";
import { MainMenu } from "./main-menu.tsx";
import { ModeSwitch } from "./mode-switch.tsx";
import { RunButtons } from "./run-buttons.tsx";
import { RunClock } from "./run-clock.tsx";
import { SpeedSlider } from "./speed-slider.tsx";
import { ThemeMenu } from "./theme-menu.tsx";
import { topBarWords } from "../words/top-bar.ts";
import "./top-bar.css";

/** The bar at the top: what is open, how it runs, how long it has been running, and the way to everything else. */
export function TopBar() {
  return (
    <header className="top-bar">
      <div className="top-bar-start">
        <Logo />
        <h1 className="product-name">Spillway</h1>
        <DocumentTitle />
      </div>
      <div className="top-bar-middle" role="toolbar" aria-label={topBarWords.run}>
        <RunButtons />
        <ModeSwitch />
        <SpeedSlider />
      </div>
      <div className="top-bar-end">
        <RunClock />
        <SearchButton />
        <ThemeMenu />
        <MainMenu />
      </div>
    </header>
  );
}

function SearchButton() {
  const search = useCommand("view.commands");
  return (
    <button type="button" className="search-button" onClick={search.perform}>
      <Search size={14} aria-hidden="true" />
      <span className="search-button-text">{topBarWords.searchOrRun}</span>
      {search.shortcut && <Keys text={search.shortcut} />}
    </button>
  );
}
