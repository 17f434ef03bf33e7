export { ParserEnv } from './env.ts'
export { type ParserOptions, startParser } from './start-parser.ts'
