import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { createApprovedWebhooks } from "../../engine/host/approved-webhooks.ts";
import { createRecoveryStore } from "../../engine/host/files/recovery-store.ts";

it.skipIf(process.platform === "win32")("what is kept for later is its owner's alone", async () => {
  const folder = await mkdtemp(join(tmpdir(), "spillway-files-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const before = process.umask(0);
  onTestFinished(() => void process.umask(before));
  const data = join(folder, "data");
  await createApprovedWebhooks(data).approve("https://hooks.example/T0/s3cret");
  expect((await stat(data)).mode & 0o077).toBe(0);
  expect((await stat(join(data, "approved-webhooks.json"))).mode & 0o077).toBe(0);
  await createRecoveryStore(data, () => 0).write({ key: "one", path: null, text: "{}" });
  const recovery = join(data, "recovery");
  expect(await readdir(recovery)).toHaveLength(1);
  expect((await stat(recovery)).mode & 0o077).toBe(0);
});
