import { describe, expect, it } from "vitest";
import { tokenOf, webSocketUrl } from "./connection.ts";

describe("connection", () => {
  it("finds the engine beside the page, without the token in the address", () => {
    expect(webSocketUrl("http://127.0.0.1:4242/#token=secret")).toBe("ws://127.0.0.1:4242/engine");
    expect(webSocketUrl("https://localhost/index.html?a=1#token=secret")).toBe("wss://localhost/engine");
  });

  it("reads the token from the fragment", () => {
    expect(tokenOf("#token=abc123")).toBe("abc123");
    expect(tokenOf("#other=1&token=x")).toBe("x");
    expect(tokenOf("")).toBe("");
  });
});
