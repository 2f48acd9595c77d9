const POLICY = {
  "default-src": "'self'",
  "script-src": "'self'",
  "style-src": "'self' 'unsafe-inline'",
  "worker-src": "'self' blob:",
  "connect-src": "'self'",
  "img-src": "'self' data: blob:",
  "object-src": "'none'",
  "base-uri": "'none'",
  "frame-ancestors": "'none'",
  "form-action": "'none'",
};

/** What every answer carries: the page may load and reach nothing but this server, and nobody may frame it. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": Object.entries(POLICY)
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join("; "),
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};
