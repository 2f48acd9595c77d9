/**
 * MurmurHash2 in 32 bits with Kafka's seed, as a signed integer: bit-exact with `Utils.murmur2` of Apache Kafka
 * (org.apache.kafka.common.utils.Utils; rule T1).
 */
export function murmur2(bytes: Uint8Array): number {
  const { length } = bytes;
  let h = 0x9747b28c ^ length;
  const whole = length & ~3;
  for (let i = 0; i < whole; i += 4) {
    let k = at(bytes, i) | (at(bytes, i + 1) << 8) | (at(bytes, i + 2) << 16) | (at(bytes, i + 3) << 24);
    k = Math.imul(k, 0x5bd1e995);
    k = Math.imul(k ^ (k >>> 24), 0x5bd1e995);
    h = Math.imul(h, 0x5bd1e995) ^ k;
  }
  const left = length - whole;
  if (left === 3) h ^= at(bytes, whole + 2) << 16;
  if (left >= 2) h ^= at(bytes, whole + 1) << 8;
  if (left >= 1) h = Math.imul(h ^ at(bytes, whole), 0x5bd1e995);
  h = Math.imul(h ^ (h >>> 13), 0x5bd1e995);
  return h ^ (h >>> 15);
}

function at(bytes: Uint8Array, index: number): number {
  return bytes[index] as number;
}
