import { resolve } from "node:path";
import { expect, test } from "vitest";
import { createOpenFileQueue, designFromArguments } from "./files.ts";

test("the first design among the arguments is opened, from the second instance's own folder", () => {
  const argv = ["/opt/Spillway/spillway", "--no-sandbox", "orders.spillway.json", "other.json"];
  expect(designFromArguments(argv, "/home/ada")).toBe(resolve("/home/ada", "orders.spillway.json"));
  expect(designFromArguments(["electron", "/app", "/designs/A B.SPILLWAY"], "/")).toBe("/designs/A B.SPILLWAY");
});

test("switches, addresses and the app itself are no designs", () => {
  expect(designFromArguments(["/x.json", ".", "--design=a.json", "--redis", "redis://localhost:7000/1"], "/")).toBeNull();
});

test("a file opened before the page listens waits, and is sent once", () => {
  const sent: string[] = [];
  const queue = createOpenFileQueue((path) => sent.push(path));
  queue.open("a");
  queue.open("b");
  expect(sent).toEqual([]);
  queue.startListening();
  queue.open("c");
  expect(sent).toEqual(["a", "b", "c"]);
  queue.stopListening();
  queue.open("d");
  expect(sent).toEqual(["a", "b", "c"]);
  queue.startListening();
  expect(sent).toEqual(["a", "b", "c", "d"]);
});
