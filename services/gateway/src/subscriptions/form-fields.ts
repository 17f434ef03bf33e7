export type FormFields = {
  /** The first value, trimmed; empty when the field is not there. */
  one(name: string): string
  all(name: string): string[]
}

/** What a urlencoded form or a query string says, whatever a client makes of it. */
export function formFields(body: unknown): FormFields {
  const values = (name: string): string[] => {
    const value = body && typeof body === 'object' && Object.hasOwn(body, name) ? Reflect.get(body, name) : []
    return (Array.isArray(value) ? value : [value]).map((each) => String(each ?? '').trim())
  }
  return { one: (name) => values(name)[0] ?? '', all: values }
}
