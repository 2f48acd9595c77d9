import { runPart } from "./process-main.ts";

runPart("load");
