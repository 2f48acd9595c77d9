/** Whether a text is a network in CIDR notation: an IPv4 or IPv6 address, `/`, and the length of the prefix. */
export function isNetwork(text: string): boolean {
  return networkOf(text) !== null;
}

/** Whether an IPv4 or IPv6 address lies in a network of the same family. */
export function isInNetwork(address: string, network: string): boolean {
  const of = networkOf(network);
  const bits = addressOf(address);
  if (of === null || bits === null || bits.width !== of.width) return false;
  const shift = BigInt(of.width - of.prefix);
  return bits.value >> shift === of.value >> shift;
}

interface Address {
  readonly value: bigint;
  /** 32 or 128. */
  readonly width: number;
}

function networkOf(text: string): (Address & { prefix: number }) | null {
  const [, address = "", length = ""] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const bits = addressOf(address);
  const prefix = Number(length);
  return bits === null || length === "" || prefix > bits.width ? null : { ...bits, prefix };
}

function addressOf(text: string): Address | null {
  return text.includes(":") ? ipv6(text) : ipv4(text);
}

function ipv4(text: string): Address | null {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return null;
  return { value: parts.reduce((value, part) => value * 256n + BigInt(part), 0n), width: 32 };
}

/** RFC 4291: eight groups of hexadecimal digits; `::` once for groups of zeros; the last two may be written as IPv4. */
function ipv6(text: string): Address | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const [head = [], tail = []] = halves.map(groupsOf);
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => 0), ...tail];
  return { value: groups.reduce((value, group) => value * 65_536n + BigInt(group), 0n), width: 128 };
}

function groupsOf(text: string): number[] | null {
  if (text === "") return [];
  const groups: number[] = [];
  for (const [index, part] of text.split(":").entries()) {
    const embedded = part.includes(".") && index === text.split(":").length - 1 ? ipv4(part) : null;
    if (embedded !== null) groups.push(Number(embedded.value >> 16n), Number(embedded.value & 65_535n));
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return null;
  }
  return groups;
}
