/** The body of an answer of a route that always has one; the client throws for all that are not 2xx. */
export async function bodyOf<T>(request: Promise<{ data?: T }>): Promise<T> {
  const { data } = await request
  if (data === undefined) throw new Error('The answer has no body. Is the address right?')
  return data
}
