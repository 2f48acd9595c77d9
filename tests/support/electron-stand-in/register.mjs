/** Preloaded with `node --import`: `electron` resolves to the stand-in built beside this file. */
import { register } from "node:module";

const standIn = new URL("electron.js", import.meta.url).href;

const hooks = `export function resolve(specifier, context, next) {
  if (specifier !== "electron") return next(specifier, context);
  return { url: ${JSON.stringify(standIn)}, format: "module", shortCircuit: true };
}`;

register(`data:text/javascript,${encodeURIComponent(hooks)}`);
