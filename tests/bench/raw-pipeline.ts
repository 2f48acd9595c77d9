import { Queue, Worker } from "bullmq";
import { Redis } from "ioredis";

/**
 * The same pipeline in plain BullMQ, as its documentation has it: three workers, each adds to the next queue. It carries the
 * same bytes, job ids, options, retention and concurrency. Sent `{ url, prefix, concurrency, count, keep }`; answers when the first
 * job is taken and when the last one is done.
 */
interface RawRequest {
  readonly url: string;
  readonly prefix: string;
  readonly concurrency: number;
  readonly count: number;
  readonly keep: { age: number; count: number };
}

process.on("message", (request: RawRequest) => {
  const { url, prefix, concurrency, count, keep } = request;
  const connection = new Redis({ path: url, maxRetriesPerRequest: null });
  const next = [2, 3].map((hop) => new Queue("q", { prefix: `${prefix}${hop}}`, connection }));
  let done = 0;
  const workers = [1, 2, 3].map(
    (hop) =>
      new Worker(
        "q",
        async (job) => {
          const queue = next[hop - 1];
          if (queue) {
            // A child of its own identity, as every hop of ours makes one; hashed no further here.
            const id = `e${hop}${job.data.id.slice(2)}`;
            await queue.add("event", { ...job.data, id }, { jobId: id, attempts: 3, backoff: { type: "custom" } });
          } else if (++done === count) process.send?.({ type: "done" });
          return null;
        },
        { prefix: `${prefix}${hop}}`, connection: { path: url, maxRetriesPerRequest: null }, concurrency, removeOnComplete: keep, removeOnFail: keep, autorun: false },
      ),
  );
  void Promise.all(workers.map((worker) => worker.waitUntilReady())).then(() => {
    process.send?.({ type: "started" });
    for (const worker of workers) void worker.run();
  });
});
