import { createReadStream } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, sep } from "node:path";
import { pipeline } from "node:stream/promises";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".woff": "font/woff",
  ".ttf": "font/ttf",
  ".wasm": "application/wasm",
  ".txt": "text/plain; charset=utf-8",
};

/** A file named after its content, as the build does it: it never changes. */
const HASHED = /^\/assets\/.+-[\w-]{8,}\.\w+$/;

/** What is asked for by the name of its folder. */
const PAGES: Readonly<Record<string, string>> = { "/": "/index.html", "/gallery": "/gallery/index.html" };

/** Answers GET and HEAD with a file of `folder`, `/` and `/gallery` with the index.html there; 404 for everything else in the world. */
export async function serveStaticFile(folder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== "GET" && request.method !== "HEAD") return refuse(response.setHeader("allow", "GET, HEAD"), 405, "Only GET and HEAD.");
  const path = pathOf(request.url ?? "/");
  const file = path === null ? null : await fileIn(folder, PAGES[path] ?? path);
  if (path === null || file === null) return refuse(response, 404, "There is no such file.");
  response.writeHead(200, {
    "content-type": TYPES[extname(file.path).toLowerCase()] ?? "application/octet-stream",
    "content-length": file.size,
    "cache-control": HASHED.test(path) ? "public, max-age=31536000, immutable" : "no-cache",
  });
  if (request.method === "HEAD") response.end();
  // A browser that goes away in the middle is no failure.
  else await pipeline(createReadStream(file.path, { end: Math.max(file.size - 1, 0) }), response).catch(() => {});
}

/** A short answer in plain text. */
export function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" }).end(`${message}\n`);
}

/** The path of a request, decoded; null when it is none or leads to hidden files or upwards. */
function pathOf(url: string): string | null {
  try {
    const path = decodeURIComponent(url.split(/[?#]/, 1)[0] ?? "");
    const isPlain = path.startsWith("/") && !/[\0\\]/.test(path) && !path.split("/").some((part) => part.startsWith("."));
    return isPlain ? path : null;
  } catch {
    return null;
  }
}

/** A file below `folder`, links included only if they stay below it. */
async function fileIn(folder: string, path: string): Promise<{ path: string; size: number } | null> {
  try {
    const root = await realpath(folder);
    const file = await realpath(join(root, path));
    const status = await stat(file);
    return file.startsWith(root + sep) && status.isFile() ? { path: file, size: status.size } : null;
  } catch {
    return null;
  }
}
