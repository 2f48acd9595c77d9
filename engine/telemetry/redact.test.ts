import { describe, expect, it } from "vitest";
import { redacted } from "./redact.ts";

describe("secrets in what is written for others", () => {
  it.each([
    ["Redis at redis://user:s3cret@host:6379/0 is gone", "Redis at redis://host:6379 is gone"],
    ["rediss://:s3cret@host", "rediss://host"],
    ["Shop listens at http://127.0.0.1:4000/in?token=s3cret", "Shop listens at http://127.0.0.1:4000"],
    ["posts to https://hooks.example/T0/s3cret, which is not approved", "posts to https://hooks.example which is not approved"],
    ["with Authorization: Bearer s3cret-s3cret", "with Authorization: Bearer …"],
    ['{"password":"s3cret"}', '{"password":"…"}'],
    ["token=s3cret&next=1", "token=…&next=1"],
    ["api_key: s3cret", "api_key: …"],
  ])("%s", (text, shown) => {
    expect(redacted(text)).toBe(shown);
  });

  it("are left out wherever they are when they are known, and nothing else is", () => {
    expect(redacted("it said s3cret twice: s3cret", ["s3cret", ""])).toBe("it said … twice: …");
    expect(redacted("12 events dropped (expired), p99 5 ms; tokens: none")).toBe("12 events dropped (expired), p99 5 ms; tokens: none");
  });
});
