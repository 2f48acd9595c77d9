import type { Session, WebContents } from "electron";
import { APP_ORIGIN } from "./protocol.ts";
import { parseUrl } from "./urls.ts";

/** The only places a link may lead to, in the system's browser: the documentation our help text cites. */
const DOCUMENTATION_HOSTS = new Set([
  "docs.bullmq.io",
  "redis.io",
  "www.asyncapi.com",
  "www.rabbitmq.com",
  "kafka.apache.org",
  "docs.aws.amazon.com",
  "cloud.google.com",
  "learn.microsoft.com",
  "keda.sh",
]);

/** Harmless for our own page and needed by it: copying text out, and presenting full screen. */
const GRANTED_PERMISSIONS = new Set(["clipboard-sanitized-write", "fullscreen"]);

/** True for an https link, without credentials or port, to a host of the list above. */
export function isDocumentationLink(url: string): boolean {
  const parsed = parseUrl(url);
  if (parsed === null || parsed.protocol !== "https:") return false;
  return DOCUMENTATION_HOSTS.has(parsed.host) && parsed.username === "" && parsed.password === "";
}

/** True for what our own page may ask of the system. */
export function isGrantedPermission(permission: string, requestingUrl: string): boolean {
  const isOurs = requestingUrl === APP_ORIGIN || requestingUrl.startsWith(`${APP_ORIGIN}/`);
  return isOurs && GRANTED_PERMISSIONS.has(permission);
}

/** The page that shows every part of the screen; it opens in a window of its own and talks to nobody. */
const GALLERY = `${APP_ORIGIN}/gallery`;

/**
 * Keeps contents where they are: no navigation, no further windows but the gallery's, no webviews.
 * A link to known documentation opens in the system's browser instead.
 */
export function hardenContents(contents: WebContents, openExternal: (url: string) => Promise<void>): void {
  contents.on("will-navigate", (event) => event.preventDefault());
  contents.on("will-redirect", (event) => event.preventDefault());
  contents.on("will-frame-navigate", (event) => event.preventDefault());
  contents.on("will-attach-webview", (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (url.split("?", 1)[0] === GALLERY) return { action: "allow" };
    if (isDocumentationLink(url)) {
      openExternal(url).catch((error: unknown) => console.error("Could not open the browser:", error));
    }
    return { action: "deny" };
  });
}

/** Refuses every permission but the granted ones, asked for or looked up. */
export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    callback(isGrantedPermission(permission, details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => isGrantedPermission(permission, origin));
}
