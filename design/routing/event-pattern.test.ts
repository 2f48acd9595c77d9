import { describe, expect, it } from "vitest";
import type { Json } from "../document/schema.ts";
import { compileEventPattern, patternProblem } from "./event-pattern.ts";

const matches = (pattern: Json, event: Json): boolean => compileEventPattern(pattern)(event);

/** The EC2 event that the Amazon EventBridge User Guide uses throughout ("Creating event patterns"). */
const EC2: Json = {
  version: "0",
  id: "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
  "detail-type": "EC2 Instance State-change Notification",
  source: "aws.ec2",
  account: "111122223333",
  time: "2017-12-22T18:43:48Z",
  region: "us-west-1",
  resources: ["arn:aws:ec2:us-west-1:123456789012:instance/i-1234567890abcdef0"],
  detail: { "instance-id": "i-1234567890abcdef0", state: "terminated", responseElements: null, "c-count": 5, "d-count": 3, "x-limit": 301.8 },
};

// Patterns and verdicts from the Amazon EventBridge User Guide: "Creating event patterns" and "Comparison operators for use in event
// patterns"; and from the README of aws/event-ruler, the library that EventBridge matches with.
describe("X5 event patterns of the EventBridge User Guide", () => {
  it.each<[string, Json, Json, boolean]>([
    ["values: one of a list", { source: ["aws.ec2"], detail: { state: ["terminated", "stopped"] } }, EC2, true],
    ["values: another state", { detail: { state: ["running"] } }, EC2, false],
    ["values are case-sensitive", { source: ["AWS.ec2"] }, EC2, false],
    ["all fields must match", { source: ["aws.ec2"], region: ["eu-west-1"] }, EC2, false],
    ["null", { detail: { responseElements: [null] } }, EC2, true],
    ["an empty text is no null", { detail: { responseElements: [""] } }, EC2, false],
    ["an empty text", { eventVersion: [""] }, { eventVersion: "" }, true],
    ["arrays: any common element", { resources: ["arn:a", "arn:c"] }, { resources: ["arn:b", "arn:c"] }, true],
    ["arrays: none in common", { resources: ["arn:a"] }, { resources: ["arn:b", "arn:c"] }, false],
    ["prefix", { time: [{ prefix: "2017-12-22" }] }, EC2, true],
    ["prefix, not", { region: [{ prefix: "eu-" }] }, EC2, false],
    ["prefix, ignoring case", { source: [{ prefix: { "equals-ignore-case": "AWS." } }] }, EC2, true],
    ["suffix", { FileName: [{ suffix: ".png" }] }, { FileName: "logo.png" }, true],
    ["suffix, not", { FileName: [{ suffix: ".png" }] }, { FileName: "logo.PNG" }, false],
    ["suffix, ignoring case", { FileName: [{ suffix: { "equals-ignore-case": ".png" } }] }, { FileName: "logo.PNG" }, true],
    ["anything-but a text", { detail: { state: [{ "anything-but": "initializing" }] } }, EC2, true],
    ["anything-but that very text", { detail: { state: [{ "anything-but": "terminated" }] } }, EC2, false],
    ["anything-but a number", { detail: { "x-limit": [{ "anything-but": 123 }] } }, EC2, true],
    ["anything-but a list of texts", { detail: { state: [{ "anything-but": ["stopped", "overloaded"] }] } }, EC2, true],
    ["anything-but a list of texts, in it", { detail: { state: [{ "anything-but": ["stopped", "terminated"] }] } }, EC2, false],
    ["anything-but a list of numbers", { detail: { "x-limit": [{ "anything-but": [100, 200, 300] }] } }, EC2, true],
    ["anything-but, ignoring case", { detail: { state: [{ "anything-but": { "equals-ignore-case": "TERMINATED" } }] } }, EC2, false],
    ["anything-but a prefix", { detail: { state: [{ "anything-but": { prefix: "init" } }] } }, EC2, true],
    ["anything-but a suffix", { FileName: [{ "anything-but": { suffix: ".txt" } }] }, { FileName: "a.txt" }, false],
    ["anything-but a list of suffixes", { FileName: [{ "anything-but": { suffix: [".txt", ".rtf"] } }] }, { FileName: "a.json" }, true],
    ["anything-but a wildcard", { Path: [{ "anything-but": { wildcard: "*/lib/*" } }] }, { Path: "src/lib/a.js" }, false],
    ["anything-but asks for the field", { detail: { missing: [{ "anything-but": "x" }] } }, EC2, false],
    ["numeric: a number", { detail: { "x-limit": [{ numeric: ["=", 301.8] }] } }, EC2, true],
    ["numeric: a range", { detail: { "c-count": [{ numeric: [">", 0, "<=", 5] }] } }, EC2, true],
    ["numeric: above the range", { detail: { "c-count": [{ numeric: [">", 0, "<", 5] }] } }, EC2, false],
    ["numeric: below", { detail: { "d-count": [{ numeric: ["<", 10] }] } }, EC2, true],
    ["numeric: texts are no numbers", { account: [{ numeric: [">", 0] }] }, EC2, false],
    ["cidr", { "source-ip": [{ cidr: "10.0.0.0/24" }] }, { "source-ip": "10.0.0.255" }, true],
    ["cidr, outside", { "source-ip": [{ cidr: "10.0.0.0/24" }] }, { "source-ip": "10.0.1.0" }, false],
    ["cidr, IPv6", { "source-ip": [{ cidr: "2001:db8::/32" }] }, { "source-ip": "2001:0db8:0:0:1::ffff" }, true],
    ["cidr, IPv6, outside", { "source-ip": [{ cidr: "2001:db8::/32" }] }, { "source-ip": "2001:db9::1" }, false],
    ["cidr, no address", { "source-ip": [{ cidr: "10.0.0.0/8" }] }, { "source-ip": "10.0.0" }, false],
    ["exists", { detail: { state: [{ exists: true }] } }, EC2, true],
    ["exists, not there", { detail: { "c-total": [{ exists: true }] } }, EC2, false],
    ["exists false", { detail: { "c-total": [{ exists: false }] } }, EC2, true],
    ["exists false, there", { detail: { state: [{ exists: false }] } }, EC2, false],
    ["exists is for leaves only", { detail: [{ exists: true }] }, EC2, false],
    ["exists false where the object is not there either", { more: { state: [{ exists: false }] } }, EC2, true],
    ["null exists", { detail: { responseElements: [{ exists: true }] } }, EC2, true],
    ["an empty array does not exist", { list: [{ exists: false }] }, { list: [] }, true],
    ["equals-ignore-case", { "detail-type": [{ "equals-ignore-case": "ec2 instance state-change notification" }] }, EC2, true],
    ["wildcard", { FileName: [{ wildcard: "*.png" }] }, { FileName: "a/b.png" }, true],
    ["wildcard in the middle", { FileName: [{ wildcard: "dir/*/b.png" }] }, { FileName: "dir/a/b.png" }, true],
    ["wildcard may be nothing", { FileName: [{ wildcard: "a*b" }] }, { FileName: "ab" }, true],
    ["wildcard: pieces do not overlap", { FileName: [{ wildcard: "aba*ba" }] }, { FileName: "aba" }, false],
    ["wildcard, escaped", { FileName: [{ wildcard: String.raw`a\*b` }] }, { FileName: "a*b" }, true],
    ["wildcard, escaped, not", { FileName: [{ wildcard: String.raw`a\*b` }] }, { FileName: "axb" }, false],
    ["wildcard, several", { FileName: [{ wildcard: "*a*b*" }] }, { FileName: "xxaxxbxx" }, true],
    ["several filters: any", { detail: { "c-count": [{ numeric: [">", 100] }, 5] } }, EC2, true],
    ["$or: one of several fields", { detail: { $or: [{ "c-count": [{ numeric: [">", 0, "<=", 5] }] }, { "d-count": [{ numeric: ["<", 1] }] }] } }, EC2, true],
    ["$or: none of them", { detail: { $or: [{ "c-count": [99] }, { "d-count": [{ numeric: ["<", 1] }] }] } }, EC2, false],
    ["$or beside other fields", { source: ["aws.s3"], $or: [{ region: ["us-west-1"] }, { account: ["1"] }] }, EC2, false],
    ["array consistency: fields of one element", { list: { a: [1], b: [2] } }, { list: [{ a: 1, b: 9 }, { a: 9, b: 2 }] }, false],
    ["array consistency: they are", { list: { a: [1], b: [2] } }, { list: [{ a: 9 }, { a: 1, b: 2 }] }, true],
    ["values of their type", { detail: { "c-count": ["5"] } }, EC2, false],
    ["names of Object's own are fields like others", { toString: [{ exists: true }] }, {}, false],
  ])("X5 %s", (_title, pattern, event, expected) => {
    expect(patternProblem(pattern)).toBeNull();
    expect(matches(pattern, event)).toBe(expected);
  });

  it.each<[Json, string]>([
    [{}, "empty"],
    ["aws.ec2", "must be an object"],
    [{ source: "aws.ec2" }, "must be a list"],
    [{ source: [] }, "empty list"],
    [{ detail: {} }, "empty"],
    [{ source: [{ starts: "a" }] }, "no operator"],
    [{ source: [{ prefix: "a", suffix: "b" }] }, "exactly one operator"],
    [{ source: [{ prefix: 5 }] }, "needs a text"],
    [{ n: [{ numeric: [">"] }] }, "numeric needs"],
    [{ n: [{ numeric: ["~", 5] }] }, "numeric knows"],
    [{ n: [{ numeric: [">", 6e9] }] }, "5e9"],
    [{ n: [{ numeric: ["<", 5, ">", 1] }] }, "lower bound"],
    [{ n: [{ numeric: [">", 5, "<", 1] }] }, "lower bound"],
    [{ n: [{ exists: "yes" }] }, "true or false"],
    [{ ip: [{ cidr: "10.0.0.0/33" }] }, "network"],
    [{ f: [{ wildcard: "a**b" }] }, "two * in a row"],
    [{ f: [{ wildcard: String.raw`a\b` }] }, "must be followed"],
    [{ f: [{ "anything-but": [] }] }, "needs a value"],
    [{ f: [{ "anything-but": { numeric: ["=", 1] } }] }, "no operator"],
    [{ $or: [{ a: [1] }] }, "two patterns or more"],
    [{ f: [["a"]] }, "a list inside a list"],
  ])("X5 refuses %j, and then matches nothing", (pattern, why) => {
    expect(patternProblem(pattern)).toContain(why);
    expect(matches(pattern, EC2)).toBe(false);
  });
});
