import type { Line } from '../read-lines.ts'

/** A line of the page, and how wide it was before its furniture was taken from it. */
export type WideLine = Line & { width: number }
