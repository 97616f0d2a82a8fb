/** Vietnamese. */
export const vi = {} as const;
export type Text = string;
