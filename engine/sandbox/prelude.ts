/**
 * What a handler's world is made of, in the sandbox's own JavaScript (rule C6): evaluated once, before any handler.
 *
 * - Nothing that could tell one execution from another: time is the event's, chance is drawn from the event's seed, the time zone is UTC.
 * - No code from texts: `eval`, `Function` and their kin refuse.
 * - Everything shared is frozen, so that nothing can be kept from one event to the next.
 *
 * Its value is a function `(factory, eventJson, timeMs, seedHigh, seedLow) => outputsJson`; `factory` makes the handler anew for
 * each event, `outputsJson` is a JSON list of the data to be emitted.
 */
export const PRELUDE = String.raw`(() => {
  "use strict";
  const { parse, stringify } = JSON;
  const isArray = Array.isArray;
  const RealDate = Date;
  let nowMs = 0;
  let a = 0, b = 0, c = 0, d = 0;

  // sfc32 (Chris Doty-Humphrey, PractRand), seeded with the event's draw.
  function random() {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return ((t >>> 0) + 0.5) / 4294967296;
  }
  function seed(high, low) {
    a = high | 0; b = low | 0; c = 0x9e3779b9 | 0; d = 1;
    for (let i = 0; i < 12; i++) random();
  }
  Object.defineProperty(Math, "random", { value: random });

  class EventDate extends RealDate {
    constructor(...parts) {
      if (parts.length === 0) super(nowMs);
      else if (parts.length === 1) super(parts[0]);
      else super(RealDate.UTC(...parts));
    }
    static now() { return nowMs; }
    getTimezoneOffset() { return 0; }
    toString() { return this.toISOString(); }
    toDateString() { return this.toISOString().slice(0, 10); }
    toTimeString() { return this.toISOString().slice(11); }
    toLocaleString() { return this.toISOString(); }
    toLocaleDateString() { return this.toISOString().slice(0, 10); }
    toLocaleTimeString() { return this.toISOString().slice(11); }
  }
  for (const name of ["Date", "Day", "FullYear", "Hours", "Milliseconds", "Minutes", "Month", "Seconds"]) {
    for (const verb of ["get", "set"]) {
      const utc = RealDate.prototype[verb + "UTC" + name];
      if (utc) Object.defineProperty(EventDate.prototype, verb + name, { value(...parts) { return utc.apply(this, parts); } });
    }
  }
  Object.defineProperty(EventDate, "name", { value: "Date" });
  function DateFunction(...parts) { return new.target ? Reflect.construct(EventDate, parts, new.target === DateFunction ? EventDate : new.target) : new EventDate().toString(); }
  DateFunction.prototype = EventDate.prototype;
  Object.defineProperty(EventDate.prototype, "constructor", { value: DateFunction });
  for (const name of ["now", "parse", "UTC"]) Object.defineProperty(DateFunction, name, { value: name === "now" ? () => nowMs : RealDate[name] });
  globalThis.Date = DateFunction;

  globalThis.PermanentError = class PermanentError extends Error {
    get name() { return "PermanentError"; }
    get permanent() { return true; }
  };

  function refuse() { throw new EvalError("Code from texts is not allowed in a handler."); }
  const kinds = [function () {}, function* () {}, async function () {}, async function* () {}];
  for (const kind of kinds) {
    const prototype = Object.getPrototypeOf(kind);
    Object.defineProperty(prototype, "constructor", { value: refuse, writable: false, configurable: false });
  }
  globalThis.Function = refuse;
  globalThis.eval = refuse;
  for (const name of ["WeakRef", "FinalizationRegistry", "SharedArrayBuffer", "Atomics", "Bignum", "performance", "print", "console", "scriptArgs", "gc", "queueMicrotask"]) delete globalThis[name];

  // A frozen prototype must not keep its heirs from having properties of the same name.
  function letHeirsDefine(prototype) {
    for (const key of Reflect.ownKeys(prototype)) {
      const own = Object.getOwnPropertyDescriptor(prototype, key);
      if (!own || !("value" in own) || !own.configurable) continue;
      const { value } = own;
      Object.defineProperty(prototype, key, {
        get() { return value; },
        set(other) {
          if (this === prototype) throw new TypeError("Cannot change what is shared.");
          Object.defineProperty(this, key, { value: other, writable: true, enumerable: true, configurable: true });
        },
        enumerable: own.enumerable,
        configurable: false,
      });
    }
  }
  for (const each of [Object, Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError, AggregateError]) letHeirsDefine(each.prototype);

  const frozen = new Set();
  const waiting = [globalThis, ...kinds.map((kind) => Object.getPrototypeOf(kind)), ];
  for (const make of ["", [], new Map(), new Set()]) waiting.push(Object.getPrototypeOf(make[Symbol.iterator]()));
  waiting.push(Object.getPrototypeOf("".matchAll(/./g)), Object.getPrototypeOf((function* () {})()), Object.getPrototypeOf((async function* () {})()));
  if (globalThis.Iterator) waiting.push(Object.getPrototypeOf([].values().map((x) => x)), Object.getPrototypeOf(Iterator.from({ next() {} })));
  while (waiting.length > 0) {
    const each = waiting.pop();
    if ((typeof each !== "object" && typeof each !== "function") || each === null || frozen.has(each)) continue;
    frozen.add(each);
    Object.freeze(each);
    waiting.push(Object.getPrototypeOf(each));
    for (const key of Reflect.ownKeys(each)) {
      const own = Object.getOwnPropertyDescriptor(each, key);
      waiting.push(own.value, own.get, own.set);
    }
  }

  return (factory, eventJson, timeMs, high, low) => {
    nowMs = timeMs;
    seed(high, low);
    const result = factory()(parse(eventJson));
    if (result === undefined || result === null) return "[]";
    if (result instanceof Promise || typeof result.then === "function") throw new TypeError("A handler must not be asynchronous: return the data itself.");
    const json = stringify(isArray(result) ? result : [result]);
    if (json === undefined || json === "[null]" && !isArray(result)) throw new TypeError("A handler returns data, a list of data, or nothing.");
    return json;
  };
})()`;
