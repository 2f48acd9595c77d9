import { mkdir, open, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { AppError } from "../../design/errors.ts";
import { webAddress } from "../../design/kinds/webhook.ts";
import { writeAtomically } from "./files/write-atomically.ts";

const approvedSchema = z.object({ webhooks: z.array(z.string()) });

/** Addresses that the user has approved on this machine (rule S3): kept in the app's own folder, never in a design. */
export interface ApprovedWebhooks {
  list(): Promise<string[]>;
  /** Throws `wrong-use` for what is no address. */
  approve(url: string): Promise<string[]>;
  revoke(url: string): Promise<string[]>;
}

/** The list in `approved-webhooks.json` of the data folder; a broken one counts as empty. */
export function createApprovedWebhooks(dataFolder: string): ApprovedWebhooks {
  const file = join(dataFolder, "approved-webhooks.json");
  let last: Promise<unknown> = Promise.resolve();

  async function read(): Promise<string[]> {
    try {
      return approvedSchema.parse(JSON.parse(await readFile(file, "utf8"))).webhooks;
    } catch {
      return [];
    }
  }

  function change(url: string, next: (approved: string[], address: string) => string[]): Promise<string[]> {
    const changed = last.then(async () => {
      const address = addressOf(url);
      const webhooks = next(await read(), address);
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      // Addresses of webhooks hold tokens in their paths: they are nobody else's to read.
      await writeAtomically(file, `${JSON.stringify({ webhooks }, null, 2)}\n`, { openNew: (path) => open(path, "wx", 0o600) });
      return webhooks;
    });
    last = changed.catch(() => {});
    return changed;
  }

  return {
    async list() {
      await last;
      return read();
    },
    approve: (url) => change(url, (approved, address) => [...approved.filter((other) => other !== address), address]),
    revoke: (url) => change(url, (approved, address) => approved.filter((other) => other !== address)),
  };
}

/** An address as it is compared. Throws `wrong-use`. */
export function addressOf(url: string): string {
  const address = webAddress(url);
  if (address === null) throw new AppError("wrong-use", `"${url}" is no address that events can be posted to: it begins with http:// or https://.`);
  return address;
}
