import { expect, test } from "vitest";
import { AppError } from "../../design/errors.ts";
import { createFakeClient } from "./fake-client.ts";

test("answers with the test's handler and remembers what was asked", async () => {
  const client = createFakeClient({ "files.open": ({ path }) => ({ path, name: "a", text: "{}", hash: "h" }) });
  await expect(client.call("files.open", { path: "/a" })).resolves.toMatchObject({ path: "/a", text: "{}" });
  expect(client.made).toEqual([{ name: "files.open", request: { path: "/a" } }]);
});

test("refuses as the host would, and says which handler is missing", async () => {
  const client = createFakeClient({
    "run.stop": () => {
      throw new AppError("no-run", "Nothing runs.");
    },
  });
  await expect(client.call("run.stop", {})).rejects.toMatchObject({ code: "no-run", message: "Nothing runs." });
  await expect(client.call("run.pause", {})).rejects.toThrow("no handler for run.pause");
});

test("does not let a test pass on an answer or an item that the contract forbids", async () => {
  const client = createFakeClient({ "run.report": () => ({ report: 1 }) as never });
  await expect(client.call("run.report", {})).rejects.toMatchObject({ code: "internal" });
  expect(() => client.emit("notice", { level: "loud" } as never)).toThrow("level");
});

test("emits to those who listen, and closes", async () => {
  const client = createFakeClient();
  const seen: string[] = [];
  const end = client.on("notice", (notice) => seen.push(notice.message));
  client.emit("notice", { level: "info", code: "x", message: "one" });
  end();
  client.emit("notice", { level: "info", code: "x", message: "two" });
  expect(seen).toEqual(["one"]);
  let closed = false;
  client.onClose(() => (closed = true));
  client.lose();
  expect(closed).toBe(true);
  await expect(client.call("hello", {})).rejects.toMatchObject({ code: "engine-lost" });
});
