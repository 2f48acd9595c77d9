import { TriangleAlert } from "lucide-react";
import type { Frame } from "../../../engine/contract/frame.ts";
import { useCommand } from "../../commands/use-command.ts";
import type { RedisState } from "../../stores/run-state.ts";
import { formatCount, formatMemory, formatRate, formatTime } from "../../../design/words/numbers.ts";
import { useShownFrame } from "../../stores/frames.ts";
import { useRun } from "../../stores/run-store.ts";
import { dockRunWords } from "../../words/dock-run.ts";

/** What the machine does for the run, and whether it keeps up (rule M3). */
export function MachineCard() {
  const frame = useShownFrame();
  const redis = useRun((slice) => slice.redis);
  const workers = useCommand("run.workers");
  const mode = useRun(({ run }) => run?.mode);
  return (
    <section className="machine" aria-label={dockRunWords.machine}>
      <h3>{dockRunWords.machine}</h3>
      {frame?.saturated.map(({ what, by }) => (
        <p key={`${what}/${by}`} className="saturated">
          <TriangleAlert size={14} aria-hidden="true" />
          {dockRunWords.cannotKeepUp(what, by)}
        </p>
      ))}
      {frame !== null && frame.processes.length > 0 && (
        <div className="machine-table scroll" tabIndex={0} role="group" aria-label={dockRunWords.processes}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{dockRunWords.process}</th>
                <th scope="col" className="number">
                  {dockRunWords.cpu}
                </th>
                <th scope="col" className="number">
                  {dockRunWords.memory}
                </th>
                <th scope="col" className="number">
                  {dockRunWords.loopDelayP99}
                </th>
              </tr>
            </thead>
            <tbody>
              {frame?.processes.map((each) => (
                <tr key={`${each.name}/${each.pid}`}>
                  <td>
                    {each.name} <small>{each.pid > 0 ? dockRunWords.pidPid(each.pid) : ""}</small>
                  </td>
                  <td className="number">{Math.round(each.cpuPercent)} %</td>
                  <td className="number">{formatMemory(each.memoryMb)}</td>
                  <td className="number">{formatTime(each.loopDelayMs)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {mode === "live" && (
        <p className="machine-redis">
          {redisLine(redis, frame)}{" "}
          <button type="button" className="link" onClick={workers.perform}>
            {workers.label}
          </button>
        </p>
      )}
      {mode === "forecast" && <p className="machine-redis">{dockRunWords.aForecastNeedsNoRedisItComputes}</p>}
    </section>
  );
}

function redisLine(redis: RedisState | null, frame: Frame | null): string {
  if (frame?.redis?.connected === false) return dockRunWords.redisIsNotConnectedItIsBeing;
  const load = frame?.redis ? redisLoad(frame.redis) : "";
  return dockRunWords.redis(redis?.status === "external" ? "of yours" : (redis?.status ?? "unknown"), load, redis?.message ? ` · ${redis.message}` : "", formatSampling(frame));
}

/** What it does for the run; the processor is that of its one thread for commands, which is what it runs out of first. */
function redisLoad({ memoryMb, operationsPerSecond, cpuPercent }: NonNullable<Frame["redis"]>): string {
  const cpu = cpuPercent === undefined ? "" : dockRunWords.redisThread(Math.round(cpuPercent));
  return dockRunWords.redisLoad(formatMemory(memoryMb), formatRate(operationsPerSecond), cpu);
}

function formatSampling(frame: Frame | null): string {
  return frame && frame.sampling > 1 ? ` · 1 of ${formatCount(frame.sampling)} events sampled` : "";
}
