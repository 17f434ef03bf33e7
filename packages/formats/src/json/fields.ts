type Fields = Record<string, unknown>

/** Readers of fields whose type a source may get wrong: undefined where it is not what it should be. */

export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

export function object(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined
}

export function objects(value: unknown): Fields[] {
  const list: unknown[] = Array.isArray(value) ? value : []
  return list.map(object).filter((one) => one !== undefined)
}

export function texts(value: unknown): string[] | undefined {
  const list = (Array.isArray(value) ? value : [value]).flatMap((one) => text(one) ?? [])
  return list.length > 0 ? list : undefined
}

export function count(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : undefined
}

/** The `name` of each, in order. */
export function names(value: unknown): string[] | undefined {
  return texts(objects(value).map(({ name }) => name))
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** Without the fields that have no value. */
export function present<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>
}

/** What is left of an object and is something: kept with the record under its own names. */
export function rest(fields: Fields, taken: readonly string[], more: Fields = {}): { extra?: Fields } {
  const left = Object.entries(fields).filter(
    ([name, value]) => !taken.includes(name) && name !== '__proto__' && value !== null && value !== undefined,
  )
  const added = Object.entries(more).filter(([, value]) => value !== undefined)
  const extra = Object.fromEntries([...left, ...added])
  return Object.keys(extra).length > 0 ? { extra } : {}
}
