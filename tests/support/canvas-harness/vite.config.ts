import react from "@vitejs/plugin-react";
import { join } from "node:path";
import { defineConfig } from "vite";

/** The canvas alone in a page, and a page of plain React Flow to compare it with. */
export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  plugins: [react()],
  logLevel: "warn",
  build: {
    outDir: join(import.meta.dirname, "../../../dist/canvas-harness"),
    emptyOutDir: true,
    target: "es2023",
    minify: process.env["HARNESS_READABLE"] === undefined,
    chunkSizeWarningLimit: 2500,
    rolldownOptions: { input: [join(import.meta.dirname, "index.html"), join(import.meta.dirname, "plain.html")] },
  },
});
