/* A machine whose clock is wrong: loaded before anything else by --import, shifted by SHIFT_MS. */
const by = Number(process.env.SHIFT_MS ?? 0);
const now = Date.now.bind(Date);
Date.now = () => now() + by;
const origin = performance.timeOrigin;
Object.defineProperty(performance, "timeOrigin", { get: () => origin + by });
