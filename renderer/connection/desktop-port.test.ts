import { describe, expect, it, vi } from "vitest";
import { ENGINE_PORT_MESSAGE, type DesktopBridge, type EngineState } from "../../engine/contract/desktop.ts";
import { createDesktopConnector, type PortWindow } from "./desktop-port.ts";

function setUp() {
  let deliver: (event: MessageEvent) => void = () => {};
  let tell: (state: EngineState) => void = () => {};
  const requestEnginePort = vi.fn();
  const target: PortWindow = { addEventListener: (_type, listener) => void (deliver = listener) };
  const bridge = { requestEnginePort, onEngineState: (handler: typeof tell) => ((tell = handler), () => {}) } as unknown as DesktopBridge;
  const connect = createDesktopConnector(bridge, target);
  function deliverPort() {
    const port = { onmessage: null, postMessage: vi.fn(), close: vi.fn() };
    deliver({ data: { type: ENGINE_PORT_MESSAGE }, ports: [port] } as unknown as MessageEvent);
    return port;
  }
  return { connect, requestEnginePort, deliverPort, deliver: (event: MessageEvent) => deliver(event), tell: (state: EngineState) => tell(state) };
}

describe("desktop connector", () => {
  it("asks the shell for a port and ignores other messages", async () => {
    const { connect, requestEnginePort, deliverPort, deliver } = setUp();
    const transport = connect();
    deliver({ data: { type: "something else" }, ports: [] } as unknown as MessageEvent);
    const port = deliverPort();
    (await transport).send({ type: "call", id: 1, name: "hello", request: {} });
    expect(requestEnginePort).toHaveBeenCalledTimes(1);
    expect(port.postMessage).toHaveBeenCalledWith({ type: "call", id: 1, name: "hello", request: {} });
  });

  it("says that the connection is lost when the engine restarts, and takes the port that follows", async () => {
    const { connect, requestEnginePort, deliverPort, tell } = setUp();
    const first = connect();
    deliverPort();
    const lost = vi.fn();
    (await first).onClose(lost);
    tell({ state: "restarting", message: "It stopped.", attempt: 1, delayMs: 500 });
    expect(lost).toHaveBeenCalledTimes(1);
    const second = connect();
    expect(requestEnginePort).toHaveBeenCalledTimes(1);
    const port = deliverPort();
    (await second).send({ type: "call", id: 2, name: "hello", request: {} });
    expect(port.postMessage).toHaveBeenCalledTimes(1);
  });

  it("keeps a port that came before it was waited for", async () => {
    const { connect, deliverPort, requestEnginePort } = setUp();
    deliverPort();
    await connect();
    expect(requestEnginePort).not.toHaveBeenCalled();
  });
});
