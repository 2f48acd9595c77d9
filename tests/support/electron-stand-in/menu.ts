interface TemplateItem {
  id?: string;
  label?: string;
  role?: string;
  type?: string;
  enabled?: boolean;
  checked?: boolean;
  accelerator?: string;
  submenu?: TemplateItem[];
  click?: () => void;
}

/** A menu as its template says: it can be read and clicked, not seen. */
export class Menu {
  static #applicationMenu: Menu | null = null;
  readonly items: MenuItem[];

  private constructor(template: TemplateItem[]) {
    this.items = template.map((item) => new MenuItem(item, item.submenu && new Menu(item.submenu)));
  }

  static buildFromTemplate(template: TemplateItem[]): Menu {
    return new Menu(template);
  }
  static setApplicationMenu(menu: Menu | null): void {
    Menu.#applicationMenu = menu;
  }
  static getApplicationMenu(): Menu | null {
    return Menu.#applicationMenu;
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : (item.submenu?.getMenuItemById(id) ?? null);
      if (found !== null) return found;
    }
    return null;
  }
}

class MenuItem {
  readonly id: string | undefined;
  readonly label: string;
  readonly role: string | undefined;
  readonly type: string;
  readonly enabled: boolean;
  readonly checked: boolean;
  readonly accelerator: string | undefined;
  readonly submenu: Menu | undefined;
  readonly #click: (() => void) | undefined;

  constructor(item: TemplateItem, submenu: Menu | undefined) {
    this.id = item.id;
    this.label = item.label ?? "";
    this.role = item.role;
    this.type = item.type ?? (submenu === undefined ? "normal" : "submenu");
    this.enabled = item.enabled ?? true;
    this.checked = item.checked ?? false;
    this.accelerator = item.accelerator;
    this.submenu = submenu;
    this.#click = item.click;
  }

  /** Does nothing while disabled, as a user's click. */
  click(): void {
    if (this.enabled) this.#click?.();
  }
}
