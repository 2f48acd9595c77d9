import { expect, it } from "vitest";
import type { RedisClient } from "./connection.ts";
import { isRefusal, WriteGate } from "./write-gate.ts";

const FULL = "OOM command not allowed when used memory > 'maxmemory'.";

it("O4 what a full or read-only Redis answers is a refusal, a wrong command is none", () => {
  for (const message of [FULL, "NOREPLICAS Not enough good replicas to write. script: 2f", "READONLY You can't write against a read only replica.", `Redis took 0 of 2 copies of a publish: ${FULL}`])
    expect(isRefusal(new Error(message)), message).toBe(true);
  for (const message of ["ERR unknown command", "Missing lock for job 1. moveToFinished", "WRONGTYPE Operation"]) expect(isRefusal(new Error(message)), message).toBe(false);
});

it("O4 refused writes are made again in their order, and are told once", async () => {
  const told: string[] = [];
  const gate = new WriteGate({ status: "ready" } as RedisClient, ({ message }) => told.push(message));
  let isFull = true;
  const taken: number[] = [];
  const write = (n: number): Promise<number> =>
    gate.pass(async () => {
      if (isFull) throw new Error(FULL);
      taken.push(n);
      return n;
    });
  const first = [write(1), write(2)];
  await expect.poll(() => gate.isOpen).toBe(false);
  const last = write(3);
  isFull = false;
  expect(await Promise.all([...first, last])).toEqual([1, 2, 3]);
  expect(taken).toEqual([1, 2, 3]);
  expect(told).toEqual([FULL]);
  expect(gate.isOpen).toBe(true);
  await expect(gate.pass(() => Promise.reject(new Error("ERR unknown command")))).rejects.toThrow("unknown");
});
