import type { Handlers } from "../answer.ts";
import type { Questions } from "../questions.ts";

/** The calls about what-if questions (rule F5). */
export function whatIfHandlers(questions: Questions) {
  return {
    "whatIf.sweep": (request) => ({ total: questions.sweep(request) }),
    "whatIf.meet": (request) => {
      questions.meet(request);
      return {};
    },
    "whatIf.swap": (request) => {
      questions.swap(request);
      return {};
    },
    "whatIf.cancel": ({ id }) => {
      questions.cancel(id);
      return {};
    },
  } satisfies Partial<Handlers>;
}
