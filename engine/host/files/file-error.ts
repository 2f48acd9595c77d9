import { dirname } from "node:path";
import { AppError, isAppError } from "../../../design/errors.ts";

/** The system's code of a failed file operation (`ENOENT`), if it has one. */
export function systemCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : undefined;
}

/** What a failed read means to the user. A bug stays what it is. */
export function readError(path: string, error: unknown): unknown {
  if (isAppError(error)) return error;
  switch (systemCode(error)) {
    case "ENOENT":
    case "ENOTDIR":
      return new AppError("file-not-found", `There is no file ${path}.`, { cause: error });
    case "EACCES":
    case "EPERM":
      return new AppError("design-unreadable", `You have no permission to read ${path}.`, { cause: error });
    case "EISDIR":
      return new AppError("design-unreadable", `${path} is a folder. Name a design file in it.`, { cause: error });
    case "ERR_INVALID_ARG_VALUE":
    case "ENAMETOOLONG":
    case "ELOOP":
      return new AppError("file-not-found", `${printable(path)} cannot be the path of a file.`, { cause: error });
    case undefined:
      return error;
    default:
      return new AppError("design-unreadable", `${path} could not be read (${systemCode(error)}).`, { cause: error });
  }
}

/** What a failed write means to the user. The file is as it was before. */
export function writeError(path: string, error: unknown): unknown {
  if (isAppError(error)) return error;
  switch (systemCode(error)) {
    case "ENOSPC":
    case "EDQUOT":
    case "EFBIG":
      return new AppError("disk-full", `The disk is full: ${path} was not saved and is as it was. Free some space, or save it elsewhere.`, { cause: error });
    case "ENOENT":
    case "ENOTDIR":
      return new AppError("file-not-found", `There is no folder ${dirname(path)}. Save it elsewhere.`, { cause: error });
    case "EISDIR":
      return new AppError("file-not-writable", `${path} is a folder. Choose a file name.`, { cause: error });
    case "EROFS":
      return notWritable(path, "the disk is read-only", error);
    case "EACCES":
    case "EPERM":
      return notWritable(path, "you have no permission to write there", error);
    case "ERR_INVALID_ARG_VALUE":
    case "ENAMETOOLONG":
    case "ELOOP":
      return new AppError("file-not-writable", `${printable(path)} cannot be the path of a file. Choose another name.`, { cause: error });
    case undefined:
      return error;
    default:
      return notWritable(path, `the system refused (${systemCode(error)})`, error);
  }
}

/** A refusal to write that names the reason and the way out. */
export function notWritable(path: string, why: string, cause?: unknown): AppError {
  return new AppError("file-not-writable", `${path} was not saved: ${why}. Save it elsewhere.`, { cause });
}

function printable(path: string): string {
  const shown = path.replaceAll("\0", "\\0");
  return shown.length > 100 ? `${shown.slice(0, 100)}…` : shown;
}
