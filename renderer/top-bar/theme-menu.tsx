import { Moon, Sun, SunMoon } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { THEMES, type Theme } from "../stores/session-state.ts";
import { sessionStore, useSession } from "../stores/session-store.ts";
import { Tip } from "../ui/tip.tsx";
import { topBarWords } from "../words/top-bar.ts";

const ICONS = { system: SunMoon, dark: Moon, light: Sun } as const;
const NAMES: Readonly<Record<Theme, string>> = { system: topBarWords.asTheSystem, dark: topBarWords.dark, light: topBarWords.light };

/** Chooses the theme. */
export function ThemeMenu() {
  const theme = useSession((session) => session.theme);
  const Icon = ICONS[theme];
  return (
    <DropdownMenu.Root modal={false}>
      <Tip text={topBarWords.theme}>
        <DropdownMenu.Trigger className="icon-button" aria-label={topBarWords.themeValue(NAMES[theme])}>
          <Icon size={16} aria-hidden="true" />
        </DropdownMenu.Trigger>
      </Tip>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={6}>
          <DropdownMenu.RadioGroup value={theme} onValueChange={(value) => sessionStore.getState().setTheme(value as Theme)}>
            {THEMES.map((each) => (
              <ThemeItem key={each} theme={each} />
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function ThemeItem({ theme }: { readonly theme: Theme }) {
  const Icon = ICONS[theme];
  return (
    <DropdownMenu.RadioItem value={theme} className="menu-item">
      <Icon size={15} aria-hidden="true" />
      {NAMES[theme]}
      <DropdownMenu.ItemIndicator className="menu-item-end">✓</DropdownMenu.ItemIndicator>
    </DropdownMenu.RadioItem>
  );
}
