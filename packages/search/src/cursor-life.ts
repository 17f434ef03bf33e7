/** How long a cursor lives after its last use. */
export const CURSOR_LIFE_MS = 600_000
