import { z } from "zod";
import { exportNow, type ExportRequest } from "./compute.ts";

// The page's policy forbids making code from text, which zod otherwise tries.
z.config({ jitless: true });

self.onmessage = ({ data }: MessageEvent<ExportRequest>) => self.postMessage(exportNow(data));
