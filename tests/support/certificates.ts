import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import type { ConnectionOptions } from "node:tls";
import { join } from "node:path";

/** PEM files: an authority, and what it signed for a server on loopback and for a client. */
export interface Certificates {
  readonly ca: string;
  readonly server: { readonly cert: string; readonly key: string };
  readonly client: { readonly cert: string; readonly key: string };
}

/** Makes certificates in a folder with openssl; undefined where there is none. */
export function makeCertificates(folder: string): Certificates | undefined {
  const openssl = (...parameters: string[]): boolean => spawnSync("openssl", parameters, { cwd: folder, stdio: "ignore" }).status === 0;
  const own = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  if (!openssl("req", "-x509", ...own, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=Test authority")) return undefined;
  writeFileSync(join(folder, "names"), "subjectAltName=IP:127.0.0.1,DNS:localhost\n");
  for (const name of ["server", "client"]) {
    openssl("req", "-new", ...own, "-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", `/CN=${name}`);
    openssl("x509", "-req", "-in", `${name}.csr`, "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", `${name}.pem`, "-days", "2", "-extfile", "names");
  }
  const pair = (name: string) => ({ cert: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) });
  return { ca: join(folder, "ca.pem"), server: pair("server"), client: pair("client") };
}

/** What a Redis server, or a sentinel, is started with to speak nothing but TLS on this port, with its peers too. */
export function tlsParameters({ ca, server }: Certificates, port: number): string[] {
  return ["--port", "0", "--tls-port", String(port), "--tls-cert-file", server.cert, "--tls-key-file", server.key, "--tls-ca-cert-file", ca, "--tls-auth-clients", "yes", "--tls-replication", "yes"];
}

/** How a client connects to it. */
export function tlsOptions({ ca, client }: Certificates): ConnectionOptions {
  const pem = (path: string): string => readFileSync(path, "utf8");
  return { ca: pem(ca), cert: pem(client.cert), key: pem(client.key) };
}

/** The files in an address. */
export function tlsQuery({ ca, client }: Certificates): string {
  return `ca=${ca}&cert=${client.cert}&key=${client.key}`;
}
