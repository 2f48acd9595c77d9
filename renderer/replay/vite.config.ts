import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The page that plays a recording: one script and one style sheet, which the build puts into the page itself. */
export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  plugins: [react()],
  build: {
    outDir: "../../dist/replay",
    emptyOutDir: true,
    target: "es2023",
    chunkSizeWarningLimit: 2500,
    modulePreload: false,
    cssCodeSplit: false,
    assetsInlineLimit: Number.MAX_SAFE_INTEGER,
    rolldownOptions: { output: { codeSplitting: false } },
  },
});
