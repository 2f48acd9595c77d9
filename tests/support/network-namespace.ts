import { spawnSync } from "node:child_process";

/** A network of its own on this machine, with one way to the host's. */
export interface NetworkNamespace {
  readonly name: string;
  /** Where the host is, seen from inside. */
  readonly hostAddress: string;
  close(): void;
}

/** Makes a network namespace with a pair of virtual cables; undefined where this user may not. */
export function makeNetworkNamespace(): NetworkNamespace | undefined {
  const id = `sw${process.pid % 100_000}`;
  const net = `10.213.${process.pid % 250}`;
  const ip = (...parameters: string[]): boolean => spawnSync("ip", parameters, { stdio: "ignore" }).status === 0;
  const close = (): void => {
    ip("link", "del", `${id}h`);
    ip("netns", "del", id);
  };
  const isMade =
    ip("netns", "add", id) &&
    ip("link", "add", `${id}h`, "type", "veth", "peer", "name", `${id}n`, "netns", id) &&
    ip("addr", "add", `${net}.1/24`, "dev", `${id}h`) &&
    ip("link", "set", `${id}h`, "up") &&
    ip("-n", id, "addr", "add", `${net}.2/24`, "dev", `${id}n`) &&
    ip("-n", id, "link", "set", `${id}n`, "up");
  if (isMade) return { name: id, hostAddress: `${net}.1`, close };
  close();
  return undefined;
}
