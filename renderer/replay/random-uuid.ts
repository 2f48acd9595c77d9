// A page from a file or an intranet without https has no randomUUID, and the stores ask for one while they load.
if (typeof crypto.randomUUID !== "function") Object.defineProperty(crypto, "randomUUID", { value: () => "replay" });

export {};
