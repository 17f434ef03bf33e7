/** The command was called in a wrong way: exit code 2. The message says what to do instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
