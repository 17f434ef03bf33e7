export { type ParserOptions, startParser } from './start-parser.ts'
