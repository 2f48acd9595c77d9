/** What the app tells the engine process on its command line. */
export interface EngineArguments {
  userDataPath: string;
  resourcesPath?: string;
  redisUrl?: string;
}

const names = { userDataPath: "--user-data", resourcesPath: "--resources", redisUrl: "--redis" } as const;

/** The arguments as the engine process is started with. */
export function formatEngineArguments(values: EngineArguments): string[] {
  return (Object.keys(names) as (keyof EngineArguments)[]).flatMap((key) => {
    const value = values[key];
    return value === undefined ? [] : [`${names[key]}=${value}`];
  });
}

/** Reads them back; undefined when the app's folder is not among them. */
export function parseEngineArguments(argv: readonly string[]): EngineArguments | undefined {
  const userDataPath = valueOf(argv, names.userDataPath);
  if (userDataPath === undefined) return undefined;
  return {
    userDataPath,
    resourcesPath: valueOf(argv, names.resourcesPath),
    redisUrl: valueOf(argv, names.redisUrl),
  };
}

/** The user's own Redis among the app's arguments: `--redis URL` or `--redis=URL`. */
export function redisUrlFromArguments(argv: readonly string[]): string | undefined {
  const at = argv.indexOf(names.redisUrl);
  return at === -1 ? valueOf(argv, names.redisUrl) : argv[at + 1];
}

function valueOf(argv: readonly string[], name: string): string | undefined {
  const argument = argv.find((candidate) => candidate.startsWith(`${name}=`));
  return argument?.slice(name.length + 1);
}
