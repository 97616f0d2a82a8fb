/** The singular of English texts that count. */
export const one: Readonly<Record<string, string>> = {};
