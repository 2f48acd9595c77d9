import { join } from "node:path";

const OWN_FLAGS = ["--no-open", "--browser"];
const SAMPLE = join("examples", "order-pipeline.spillway.json");

/**
 * What `npm start -- …` asks for. `--no-open` serves without opening anything, `--browser` serves
 * even where Electron runs; whatever else is given is the app's own (a design, `--redis URL`).
 * Without a design the sample is opened.
 */
export function startPlan(given, { root, hasBrowser }) {
  const rest = given.filter((parameter) => !OWN_FLAGS.includes(parameter));
  const opens = !given.includes("--no-open");
  return {
    wantsWindow: opens && !given.includes("--browser"),
    needsRedis: !rest.some((parameter) => /^--redis(=|$)/.test(parameter)),
    open: opens && hasBrowser ? ["--open"] : [],
    parameters: namesDesign(rest) ? rest : [...rest, join(root, SAMPLE)],
  };
}

function namesDesign(parameters) {
  return parameters.some((parameter) => !parameter.startsWith("-") && parameter.endsWith(".json"));
}
