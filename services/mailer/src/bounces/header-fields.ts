/** Field names in lower case; of a repeated field the first counts. */
export type HeaderFields = ReadonlyMap<string, string>

const MAX_BLOCK = 64 * 1024
const MAX_GROUPS = 50

/** The header block at the beginning of a message. */
export function messageFields(message: string): HeaderFields {
  return fieldGroups(message, 1)[0] ?? new Map()
}

/** Groups of fields with an empty line between, as in message/delivery-status. */
export function fieldGroups(text: string, max = MAX_GROUPS): HeaderFields[] {
  const groups: HeaderFields[] = []
  for (const block of text
    .slice(0, MAX_BLOCK)
    .replaceAll('\r\n', '\n')
    .split(/\n[ \t]*\n/)) {
    const fields = fieldsOf(block)
    if (fields.size > 0) groups.push(fields)
    if (groups.length === max) break
  }
  return groups
}

function fieldsOf(block: string): HeaderFields {
  const fields = new Map<string, string>()
  // A line that begins with a blank goes on with the field before it.
  for (const line of block.replace(/\n(?=[ \t])/g, '').split('\n')) {
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(colon, 0)).trim().toLowerCase()
    if (/^[\w-]{1,80}$/.test(name) && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim())
  }
  return fields
}
