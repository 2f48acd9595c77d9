/** The most events that one simulated event may stand for (rule F6). */
export const MOST_EACH_STANDS_FOR = 1_000_000;
