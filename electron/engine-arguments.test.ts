import { expect, test } from "vitest";
import { formatEngineArguments, parseEngineArguments, redisUrlFromArguments } from "./engine-arguments.ts";

test("what is formatted is read back, absent values as absent", () => {
  const values = { userDataPath: "/home/ada/Spillway = data", redisUrl: "redis://localhost:7000?db=1" };
  const argv = formatEngineArguments(values);
  expect(argv).toHaveLength(2);
  expect(parseEngineArguments(["node", "engine-process.js", ...argv])).toEqual(values);
});

test("without the app's folder there is nothing to start", () => {
  expect(parseEngineArguments(["node", "engine-process.js"])).toBeUndefined();
});

test("the user's Redis is taken in both spellings", () => {
  expect(redisUrlFromArguments(["app", "--redis", "redis://a"])).toBe("redis://a");
  expect(redisUrlFromArguments(["app", "--redis=redis://b"])).toBe("redis://b");
  expect(redisUrlFromArguments(["app"])).toBeUndefined();
});
