import { startCluster } from "./redis-cluster.ts";

/** Starts a cluster on which every live run of the project's tests is; three masters, nobody kills them. */
export async function setup(): Promise<() => Promise<void>> {
  const cluster = await startCluster(3, 0);
  process.env.SPILLWAY_TEST_REDIS_URL = cluster.url;
  return () => cluster.close();
}
