import { existsSync, readFileSync } from "node:fs";
import { ScriptError, say, step } from "./report.mjs";
import { isExecutable, placesOf, run, tailOf } from "./run.mjs";

/**
 * Installs as root without starting or enabling a service: Debian's redis-server would otherwise
 * take port 6379 for itself, now and at every boot. A policy that is already there is left alone.
 */
const APT_SCRIPT = `
set -eu
export DEBIAN_FRONTEND=noninteractive
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\\nexit 101\\n' > "$policy"
  chmod 755 "$policy"
fi
apt-get -o DPkg::Lock::Timeout=120 -qq update
apt-get -o DPkg::Lock::Timeout=120 -qq -y --no-install-recommends install "$1"
if [ -d /run/systemd/system ]; then systemctl disable --quiet "$1" 2>/dev/null || true; fi
`;

/** The name of this Linux (`debian`, `ubuntu`, …) from os-release; undefined elsewhere. */
export function linuxName(path = "/etc/os-release") {
  if (process.platform !== "linux" || !existsSync(path)) return undefined;
  return /^ID="?([\w-]+)"?$/m.exec(readFileSync(path, "utf8"))?.[1];
}

/**
 * Installs one package with the system's own package manager: apt-get or Homebrew.
 * Throws a ScriptError that says why it cannot.
 */
export async function installSystemPackage(name, { brewName = name } = {}) {
  const [command, parameters] = process.platform === "darwin" ? brew(brewName) : asRoot(apt(name));
  const shown = process.platform === "darwin" ? `brew install ${brewName}` : `apt-get install ${name}`;
  if (command === "sudo") say(`Installing ${name} needs administrator rights (${shown}).`);
  await step(`Installing ${name}`, async () => {
    const options = command === "sudo" ? { stdio: ["inherit", "pipe", "pipe"] } : {};
    const { code, output } = await run(command, parameters, options);
    if (code !== 0) throw new ScriptError(`\`${shown}\` failed:\n${tailOf(output)}`);
  });
}

function apt(name) {
  if (!onPath("apt-get")) throw new ScriptError("This system has neither apt-get nor Homebrew.");
  return ["sh", ["-c", APT_SCRIPT, "install", name]];
}

function brew(name) {
  if (!onPath("brew")) throw new ScriptError("Homebrew is not installed (https://brew.sh).");
  return ["brew", ["install", "--quiet", name]];
}

function asRoot([command, parameters]) {
  if (process.getuid?.() === 0) return [command, parameters];
  if (!onPath("sudo")) throw new ScriptError("Installing a package needs root, and there is no sudo.");
  const quiet = process.stdin.isTTY ? [] : ["-n"];
  return ["sudo", [...quiet, command, ...parameters]];
}

function onPath(name) {
  return placesOf([name], ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"]).some(isExecutable);
}
