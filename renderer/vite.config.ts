import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The screen is static files with relative addresses: the desktop shell and the engine host both serve them. */
export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  plugins: [react()],
  build: {
    outDir: "../dist/renderer",
    emptyOutDir: true,
    target: "es2023",
    chunkSizeWarningLimit: 2500,
    rolldownOptions: { input: [`${import.meta.dirname}/index.html`, `${import.meta.dirname}/gallery/index.html`] },
  },
});
