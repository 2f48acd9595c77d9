import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** The screen is static files with relative addresses: the desktop shell and the engine host both serve them. */
export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  plugins: [react(), preloadParts()],
  build: {
    outDir: "../dist/renderer",
    emptyOutDir: true,
    target: "es2023",
    chunkSizeWarningLimit: 2500,
    rolldownOptions: { input: [`${import.meta.dirname}/index.html`, `${import.meta.dirname}/gallery/index.html`] },
  },
});

/** Has a page fetch the parts that its first script imports while it runs, at once rather than when that has been read. */
function preloadParts(): Plugin {
  return {
    name: "preload-parts",
    transformIndexHtml: {
      order: "post",
      handler(_html, { chunk, bundle = {} }) {
        const found = new Set<string>();
        const add = (file: string) => {
          const part = bundle[file];
          if (part?.type !== "chunk" || found.has(file)) return;
          found.add(file);
          part.imports.forEach(add);
        };
        chunk?.dynamicImports.forEach(add);
        // What it imports itself is in the page already.
        return [...found].filter((file) => !chunk?.imports.includes(file)).map((file) => ({ tag: "link", attrs: { rel: "modulepreload", crossorigin: true, href: `./${file}` }, injectTo: "head" as const }));
      },
    },
  };
}
