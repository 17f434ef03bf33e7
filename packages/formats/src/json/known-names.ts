import { fieldOf, isField } from '../field-names.ts'

type Fields = Record<string, unknown>

/** Under these the answers of some APIs hold each paper. */
const WRAPPERS = ['paper', 'row', 'citedPaper', 'citingPaper', 'content', 'message', '_source']

/** Names that are read as they are. */
const READ = new Set(['summary', 'arxiv_id', 'abs', 'pdf', 'published', 'date', 'updated'])

/** An object with our names of fields where a source has others for them; the paper itself where one is around it. */
export function withKnownNames(given: Fields): Fields {
  const object = unwrapped(given)
  const best = new Map<string, { key: string; order: number }>()
  for (const [key, value] of Object.entries(object)) {
    if (isField(key) || value === null || value === '') continue
    const known = fieldOf(key)
    if (!known || isSet(object[known.field])) continue
    const other = best.get(known.field)
    if (!other || known.order < other.order) best.set(known.field, { key, order: known.order })
  }
  const named = new Map(
    [...best].flatMap(([field, { key }]) => (READ.has(key) ? [] : [[key, field] as const])),
  )
  if (named.size === 0) return object
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [named.get(key) ?? key, value]))
}

const isSet = (value: unknown) => value !== undefined && value !== null && value !== ''

function unwrapped(object: Fields): Fields {
  if (isSet(object.title)) return object
  for (const name of WRAPPERS) {
    const inner = object[name]
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) continue
    if (!Object.keys(inner).some((key) => fieldOf(key)?.field === 'title')) continue
    const { [name]: _, ...around } = object
    return { ...around, ...valuesOf(inner) }
  }
  return object
}

/** Some write each value into an object of its own: `{"title": {"value": "…"}}`. */
function valuesOf(inner: object): Fields {
  const values = Object.entries(inner as Fields).map(([key, value]) => {
    const isBoxed = typeof value === 'object' && value !== null && Object.keys(value).join() === 'value'
    return [key, isBoxed ? (value as { value: unknown }).value : value] as const
  })
  return Object.fromEntries(values)
}
