import { expect, test } from "vitest";
import { cannotWrite, startFailure } from "./failure.ts";

test("a full disk is told as one, with the folder", () => {
  expect(cannotWrite("No space left on device", "/data")).toMatchObject({ code: "disk-full", message: expect.stringContaining("/data") as string });
  expect(startFailure(["1:M 01 Jan 2026 00:00:00.000 # Can't open append-only file: No space left on device"], "/data").code).toBe("disk-full");
});

test("a folder that is not writable is told as one", () => {
  expect(cannotWrite("Permission denied", "/data").code).toBe("file-not-writable");
});

test("damaged data is told with the way to mend it", () => {
  const error = startFailure(["1:M 01 Jan 2026 00:00:00.000 # Bad file format reading the append only file"], "/data");
  expect(error).toMatchObject({ code: "redis-lost", hint: expect.stringContaining("redis-check-aof") as string });
});

test("anything else is Redis's own last line without its prefix", () => {
  expect(startFailure(["1:M 01 Jan 2026 00:00:00.000 # Out of luck"], "/data").message).toBe("Redis did not start: Out of luck");
});
