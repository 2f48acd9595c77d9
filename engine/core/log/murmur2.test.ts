import { describe, expect, it } from "vitest";
import { murmur2 } from "./murmur2.ts";

const utf8 = new TextEncoder();

/** org.apache.kafka.common.utils.UtilsTest.testMurmur2, Apache Kafka. */
const KAFKA: Record<string, number> = {
  "21": -973932308,
  foobar: -790332482,
  "a-little-bit-long-string": -985981536,
  "a-little-bit-longer-string": -1486304829,
  lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8: -58897971,
  abc: 479470107,
};

/** unittest_murmur2 of librdkafka's rdmurmur2.c, where they are called java_murmur2_results. */
const LIBRDKAFKA: Record<string, number> = {
  kafka: 0xd067cf64,
  giberish123456789: 0x8f552b0c,
  "1234": 0x9fc97b14,
  "234": 0xe7c009ca,
  "34": 0x873930da,
  "4": 0x5a4b5ca1,
  "PreAmbleWillBeRemoved,ThePrePartThatIs": 0x78424f1c,
  "reAmbleWillBeRemoved,ThePrePartThatIs": 0x4a62b377,
  "": 0x106e08d9,
};

/** java.util.SplittableRandom (OpenJDK 11), in halves of 32 bits. */
class SplittableRandom {
  private high = 0;
  private low = 0;

  nextBytes(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i += 8) {
      const [high, low] = this.nextLong();
      for (let j = 0; j < 8 && i + j < bytes.length; j++) bytes[i + j] = j < 4 ? low >>> (8 * j) : high >>> (8 * (j - 4));
    }
  }

  private nextLong(): readonly [number, number] {
    const low = (this.low >>> 0) + 0x7f4a7c15;
    this.high = (this.high + 0x9e3779b9 + (low > 0xffffffff ? 1 : 0)) | 0;
    this.low = low | 0;
    let z = timesOf(shifted(this.high, this.low, 30), 0xbf58476d, 0x1ce4e5b9);
    z = timesOf(shifted(z[0], z[1], 27), 0x94d049bb, 0x133111eb);
    return shifted(z[0], z[1], 31);
  }
}

/** z ^ (z >>> n), n < 32. */
function shifted(high: number, low: number, n: number): readonly [number, number] {
  return [high ^ (high >>> n), low ^ ((low >>> n) | (high << (32 - n)))];
}

/** The product of two words of 64 bits, modulo 2⁶⁴. */
function timesOf([high, low]: readonly [number, number], otherHigh: number, otherLow: number): readonly [number, number] {
  const [a, b] = [low & 0xffff, low >>> 16];
  const [c, d] = [otherLow & 0xffff, otherLow >>> 16];
  const lowest = a * c;
  const middle = b * c + Math.floor(lowest / 65_536);
  const second = a * d + (middle % 65_536);
  const carry = b * d + Math.floor(middle / 65_536) + Math.floor(second / 65_536);
  return [(carry + Math.imul(high, otherLow) + Math.imul(low, otherHigh)) | 0, ((second % 65_536) * 65_536 + (lowest % 65_536)) | 0];
}

describe("T1 murmur2", () => {
  it.each(Object.entries(KAFKA))("T1 gives Kafka's own %s → %d", (text, hash) => expect(murmur2(utf8.encode(text))).toBe(hash));

  it.each(Object.entries(LIBRDKAFKA))("T1 gives librdkafka's of %s", (text, hash) => expect(murmur2(utf8.encode(text)) >>> 0).toBe(hash));

  // test_murmur2_java_compatibility of kafka-python, made with Kafka's own partitioner: of 1,000 partitions.
  it.each([["a", 524], ["ab", 434], ["abc", 107], ["123456789", 566], ["\u0000 ", 742], ["", 681]] as const)("T1 sends %j to partition %d of 1,000", (text, partition) =>
    expect((murmur2(utf8.encode(text)) & 0x7fffffff) % 1000).toBe(partition),
  );

  it("T1 has Kafka's checksum over random bytes of every length to 1,000, most of them no ASCII (UtilsTest.testMurmur2Checksum)", () => {
    const random = new SplittableRandom();
    let checksum = 0n;
    for (let length = 0; length <= 1000; length++) {
      const bytes = new Uint8Array(length);
      let sum = 0;
      for (let trial = 0; trial < 100; trial++) {
        random.nextBytes(bytes);
        sum += murmur2(bytes) >>> 0;
      }
      checksum += BigInt(sum);
    }
    expect(checksum).toBe(0xc3b8cf7c99fcn);
  });
});
