import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";

type Handler = (request: Request) => Response | Promise<Response>;

/** `app://spillway` by the localhost address it is served at, and back. */
const served = new Map<string, string>();
const starting: Promise<void>[] = [];

/** A custom protocol is served from localhost: Chromium cannot be taught one from outside. */
export const protocol = {
  registerSchemesAsPrivileged(): void {},
  handle(scheme: string, handler: Handler): void {
    starting.push(serve(`${scheme}://spillway`, handler));
  },
};

async function serve(origin: string, handler: Handler): Promise<void> {
  const server = createServer((request, response) => {
    void answer(`${origin}${request.url ?? "/"}`, request.method ?? "GET", handler).then((answered) => {
      response.writeHead(answered.status, Object.fromEntries(answered.headers));
      if (answered.body === null) response.end();
      else Readable.fromWeb(answered.body as ReadableStream).pipe(response);
    });
  });
  server.unref();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  served.set(origin, `http://localhost:${(server.address() as AddressInfo).port}`);
}

async function answer(url: string, method: string, handler: Handler): Promise<Response> {
  try {
    return await handler(new Request(url, { method }));
  } catch (error) {
    console.error(error);
    return new Response(null, { status: 500 });
  }
}

/** The address at which a URL of a handled scheme is really served; any other URL as it is. */
export async function servedUrl(url: string): Promise<string> {
  await Promise.all(starting);
  for (const [origin, address] of served) if (url.startsWith(origin)) return address + url.slice(origin.length);
  return url;
}

/** The URL as the app knows it. */
export function appUrl(url: string): string {
  for (const [origin, address] of served) if (url.startsWith(address)) return origin + url.slice(address.length);
  return url;
}
