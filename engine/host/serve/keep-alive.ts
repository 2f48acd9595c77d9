import type { WebSocket, WebSocketServer } from "ws";

/** Pings every client each `everyMs` and ends those that have not answered the ping before. Returns the function that stops it. */
export function keepAlive(server: WebSocketServer, everyMs: number): () => void {
  const silent = new WeakSet<WebSocket>();
  server.on("connection", (socket) => socket.on("pong", () => silent.delete(socket)));
  const timer = setInterval(() => {
    for (const socket of server.clients) {
      if (silent.has(socket)) socket.terminate();
      else {
        silent.add(socket);
        socket.ping();
      }
    }
  }, everyMs);
  return () => clearInterval(timer);
}
