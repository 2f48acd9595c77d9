import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { expect, it } from "vitest";
import { createEmbeddedRedis } from "../../engine/host/redis-service.ts";

it("a host begins without the keys that a killed one left, and with everything else", async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), "spillway-test-"));
  const first = createEmbeddedRedis(() => ({ dataFolder }));
  const before = new Redis({ path: await first.url() });
  await before.mset("{spillway.run1.node:inbox}:q:wait", "x", "{spillway.run2.sources}:orders", "x", "other", "kept");
  before.disconnect();
  await first.close();

  const second = createEmbeddedRedis(() => ({ dataFolder }));
  const after = new Redis({ path: await second.url() });
  expect(await after.keys("*")).toEqual(["other"]);
  after.disconnect();
  await second.close();
  await rm(dataFolder, { recursive: true, force: true });
});
