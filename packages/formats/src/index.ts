export { DumpCut, DumpError, type DumpErrorCode } from './dump-error.ts'
export type { Format, Sample } from './format.ts'
export { type FormatName, formatNames, formats } from './formats.ts'
export { type OpenedDump, type OpenOptions, openDump } from './open-dump.ts'
