import { ChevronLast, Clapperboard, Gauge, Pause, Play, Replace, Server, SkipForward, Square, StepForward, Undo2, Zap } from "lucide-react";
import { swappable } from "../../design/swap/swap-channel.ts";
import type { Mode } from "../../engine/contract/run.ts";
import { redrive, redriveTarget } from "../run/redrive.ts";
import { isPaused, isRunning, setSpeed, startRun } from "../run/run-actions.ts";
import { saveReplay } from "../run/save-replay.ts";
import { isActive } from "../stores/run-state.ts";
import { whatIfStore } from "../stores/what-if-store.ts";
import { speedAt, speedStep } from "../run/speeds.ts";
import type { Command, CommandContext } from "./command.ts";
import { chaosWords } from "../words/chaos.ts";
import { commandsWords } from "../words/commands.ts";
import { workersWords } from "../words/workers.ts";

/** Running, pausing, stepping, and how the next run goes. */
export const runCommands: readonly Command[] = [
  {
    id: "run.start",
    label: commandsWords.run,
    keywords: ["start", "play", "execute", "go"],
    group: "run",
    keys: ["Mod+Enter"],
    icon: Play,
    when: (context) => !isRunning(context) && isConnected(context),
    perform: (context) => startRun(context),
  },
  {
    id: "run.stop",
    label: commandsWords.stop,
    keywords: ["end", "abort", "cancel"],
    group: "run",
    keys: ["Mod+Enter"],
    icon: Square,
    when: (context) => isRunning(context) && context.run.getState().run?.phase !== "stopping",
    perform: async ({ run, engine }) => run.getState().acceptState(await engine.call("run.stop", {})),
  },
  {
    id: "run.stop-other",
    label: ({ run }) => {
      const name = run.getState().elsewhere?.owner?.name;
      return name === undefined ? commandsWords.stopTheOther : commandsWords.stopTheOtherDesign(name);
    },
    keywords: ["end", "abort", "cancel"],
    group: "run",
    icon: Square,
    when: ({ run }) => isActive(run.getState().elsewhere),
    perform: async ({ run, engine }) => run.getState().acceptState(await engine.call("run.stop", {})),
  },
  {
    id: "run.pause",
    label: commandsWords.pause,
    keywords: ["hold", "freeze"],
    group: "run",
    keys: ["P"],
    icon: Pause,
    when: ({ run }) => ["running", "draining"].includes(run.getState().run?.phase ?? ""),
    perform: async ({ run, engine }) => run.getState().acceptState(await engine.call("run.pause", {})),
  },
  {
    id: "run.resume",
    label: commandsWords.resume,
    keywords: ["continue", "go on", "unpause"],
    group: "run",
    keys: ["P"],
    icon: Play,
    when: isPaused,
    perform: async ({ run, engine }) => run.getState().acceptState(await engine.call("run.resume", {})),
  },
  {
    id: "run.step",
    label: commandsWords.step,
    keywords: ["next event", "single step", "start paused"],
    group: "run",
    keys: ["."],
    icon: StepForward,
    when: (context) => isConnected(context) && (isPaused(context) || !isRunning(context)),
    perform: async (context) => {
      if (!isRunning(context)) return startRun(context, { paused: true });
      context.run.getState().acceptState(await context.engine.call("run.step", {}));
    },
  },
  {
    id: "run.finish",
    label: commandsWords.skipToTheEndOfTheForecast,
    keywords: ["finish", "fast forward"],
    group: "run",
    keys: ["Shift+."],
    icon: ChevronLast,
    when: (context) => isRunning(context) && context.run.getState().run?.mode === "forecast",
    perform: async ({ run, engine }) => run.getState().acceptState(await engine.call("run.finish", {})),
  },
  {
    id: "run.swap",
    label: commandsWords.swapTheBrokerOfAChannel,
    keywords: ["replay", "compare", "queue", "topic", "exchange", "kafka", "rabbitmq", "order"],
    group: "run",
    icon: Replace,
    when: ({ document }) => swappable(document.getState().design).length > 0,
    perform: ({ document, session }) => {
      const { nodes, edges } = session.getState().selection;
      const chosen = swappable(document.getState().design).find(({ id }) => nodes.includes(id) || edges.includes(id));
      whatIfStore.getState().edit({ kind: "swap", ...(chosen ? { channel: chosen.id } : {}) });
      session.getState().showDock("whatIf");
    },
  },
  {
    id: "run.redrive",
    label: commandsWords.redriveDeadLetters,
    keywords: ["retry", "dead letter", "reprocess", "replay"],
    group: "run",
    icon: Undo2,
    when: (context) => redriveTarget(context) !== undefined,
    perform: (context) => redrive(context),
  },
  {
    id: "run.break",
    label: chaosWords.breakCommand,
    keywords: ["chaos", "experiment", "kill", "crash", "fault", "spike", "slow", "zone", "freeze", "partition", "latency", "outage"],
    group: "run",
    keys: ["Shift+B"],
    icon: Zap,
    when: ({ document }) => document.getState().design.nodes.length > 0,
    perform: ({ session }) => session.getState().openDialog("break"),
  },
  {
    id: "run.workers",
    label: workersWords.dialogCommand,
    keywords: ["join", "add a worker", "scale out", "machine", "remote", "token", "process", "zones", "start", "stop", "kill"],
    group: "run",
    keys: ["Alt+J"],
    icon: Server,
    perform: ({ session }) => session.getState().openDialog("workers"),
  },
  modeCommand("live", commandsWords.liveRunOnRedis),
  modeCommand("forecast", commandsWords.forecastSimulateInVirtualTime),
  {
    id: "run.audit",
    label: commandsWords.auditLiveRunsById,
    keywords: ["lost", "duplicated", "ids", "ledger", "record", "count", "exact"],
    group: "run",
    section: "mode",
    checked: ({ run }) => run.getState().options.audit,
    when: (context) => !isRunning(context),
    perform: ({ run }) => run.getState().setOptions({ audit: !run.getState().options.audit }),
  },
  {
    id: "run.faster",
    label: commandsWords.faster,
    keywords: ["speed"],
    group: "run",
    section: "speed",
    keys: ["]"],
    icon: SkipForward,
    perform: (context) => changeSpeed(context, 1),
  },
  {
    id: "run.slower",
    label: commandsWords.slower,
    keywords: ["speed", "slow motion"],
    group: "run",
    section: "speed",
    keys: ["["],
    icon: Gauge,
    perform: (context) => changeSpeed(context, -1),
  },
  {
    id: "run.real-time",
    label: commandsWords.realTime1,
    keywords: ["speed", "reset"],
    group: "run",
    section: "speed",
    keys: ["\\"],
    perform: (context) => setSpeed(context, 1),
  },
  {
    id: "run.save-replay",
    label: "Save as replay…",
    keywords: ["record", "recording", "share", "html", "slides", "handout", "play", "file", "export", "movie"],
    group: "run",
    section: "replay",
    icon: Clapperboard,
    when: (context) => isConnected(context) && context.run.getState().run !== null,
    perform: (context) => saveReplay(context),
  },
];

function modeCommand(mode: Mode, label: string): Command {
  return {
    id: `run.mode-${mode}`,
    label,
    keywords: ["mode", "bullmq", "simulate", "simulation"],
    group: "run",
    section: "mode",
    checked: ({ run }) => run.getState().options.mode === mode,
    when: (context) => !isRunning(context),
    perform: ({ run }) => run.getState().setOptions({ mode }),
  };
}

function changeSpeed(context: CommandContext, steps: number): Promise<void> {
  return setSpeed(context, speedAt(speedStep(context.run.getState().options.speed) + steps));
}

function isConnected({ run }: CommandContext): boolean {
  return run.getState().connection.status === "connected";
}
