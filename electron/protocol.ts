import { readFile } from "node:fs/promises";
import { extname, resolve, sep } from "node:path";
import { parseUrl } from "./urls.ts";

/** The scheme and the origin under which the screen is served. */
export const APP_SCHEME = "app";
export const APP_ORIGIN = "app://spillway";

/** Nothing but our own files: no inline scripts, no eval, no connections out, no frames around or inside. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'none'",
].join("; ");

const mediaTypes: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

const commonHeaders = {
  "content-security-policy": CONTENT_SECURITY_POLICY,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
};

/** What is asked for by the name of its folder. */
const PAGES: Readonly<Record<string, string>> = { "/": "/index.html", "/gallery": "/gallery/index.html" };

/**
 * The file under `root` that a URL of the app's origin names, `/` and `/gallery` being the `index.html` there;
 * null when the URL is of another origin or leads out of `root`, encoded or not.
 */
export function fileForUrl(url: string, root: string): string | null {
  const parsed = parseUrl(url);
  if (parsed === null || `${parsed.protocol}//${parsed.host}` !== APP_ORIGIN) return null;
  const pathname = decodePath(parsed.pathname);
  if (pathname === null || /[\0\\:]/.test(pathname)) return null;
  const file = resolve(root, `.${PAGES[pathname] ?? pathname}`);
  return file.startsWith(resolve(root) + sep) ? file : null;
}

function decodePath(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}

/** Serves the built screen: GET and HEAD of files under `root`, each answer with the policy above. */
export function createAppProtocol(root: string): (request: Request) => Promise<Response> {
  return async function serve(request) {
    if (request.method !== "GET" && request.method !== "HEAD") return refuse(405);
    const file = fileForUrl(request.url, root);
    if (file === null) return refuse(403);
    const content = await readFile(file).catch(() => null);
    if (content === null) return refuse(404);
    const type = mediaTypes[extname(file).toLowerCase()] ?? "application/octet-stream";
    return new Response(new Uint8Array(content), { headers: { ...commonHeaders, "content-type": type } });
  };
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: commonHeaders });
}
