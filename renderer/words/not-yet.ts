/** Components that still hold texts of their own, and how many: none. No file is added, no number raised. */
export const NOT_YET: Readonly<Record<string, number>> = {};
