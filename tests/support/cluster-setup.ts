import { startCluster } from "./redis-cluster.ts";

/** Starts a cluster on which every live run of the project's tests is; three masters, nobody kills them. */
export async function setup(): Promise<() => Promise<void>> {
  const cluster = await startCluster(3, 0);
  process.env.SPILLWAY_TEST_REDIS_URL = cluster.url;
  return async () => {
    const left = await cluster.keys();
    await cluster.close();
    if (left.length > 0) throw new Error(`Runs left keys behind: ${left.slice(0, 5).join(", ")}`);
  };
}
