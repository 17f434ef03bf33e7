import { type IndexAction, SearchDocument } from '@paperboy/contracts'
import { Compile } from 'typebox/compile'

const document = Compile(SearchDocument)

/** OpenSearch refuses a whole bulk request for one longer id; such an action must not reach it. */
export const MAX_ID_BYTES = 512

/** Why no engine can take this action, or undefined. The same on every engine. */
export function faultOf(action: IndexAction): string | undefined {
  if (action.id === '') return 'the id is empty'
  if (Buffer.byteLength(action.id) > MAX_ID_BYTES) return `the id is longer than ${MAX_ID_BYTES} bytes`
  if (!action.id.isWellFormed() || action.id.includes('\0')) return 'the id is no well-formed text'
  if (!Number.isSafeInteger(action.version) || action.version < 1) return 'the version is no positive integer'
  if (action.kind === 'delete') return undefined
  // To ask for the errors of a document without any costs as much as to index it.
  const [error] = document.Check(action.document) ? [] : document.Errors(action.document)
  if (error) return `document${error.instancePath.replaceAll('/', '.')} ${error.message}`
  return action.document.id === action.id ? undefined : 'the document has another id than the action'
}
