/** The zone of nodes that are drawn in none (rule O3). */
export const LOCAL_ZONE = "local";
