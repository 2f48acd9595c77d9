/** What the system would do; here it is remembered or cancelled. A test replaces a function to answer otherwise. */

export const dialog = {
  showOpenDialog: async () => ({ canceled: true, filePaths: [] as string[] }),
  showSaveDialog: async () => ({ canceled: true, filePath: "" }),
  showMessageBox: async () => ({ response: 0 }),
};

export const shell = {
  async openExternal(_url: string): Promise<void> {},
};

export const nativeTheme = {
  themeSource: "system",
  get shouldUseDarkColors(): boolean {
    return nativeTheme.themeSource !== "light";
  },
};

export const screen = {
  getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }],
};

type Decision = (contents: unknown, permission: string, third: unknown, details?: unknown) => unknown;

/** Remembers the permission handlers; headless Chromium refuses permissions by itself. */
export const session = {
  defaultSession: {
    requestHandler: null as Decision | null,
    checkHandler: null as Decision | null,
    setPermissionRequestHandler(handler: Decision): void {
      session.defaultSession.requestHandler = handler;
    },
    setPermissionCheckHandler(handler: Decision): void {
      session.defaultSession.checkHandler = handler;
    },
  },
};
