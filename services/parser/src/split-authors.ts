const SUFFIX = /^(?:jr|sr|ii|iii|iv|ph\.?d|m\.?d)\.?$/i
const COLLABORATION =
  /^(\S+\s\S.*?)[\s,]+(?:for|on behalf of) (?:the )?(.+ (?:collaboration|consortium|team|group)s?)$/i
const NOBODY = /^(?:others|et al\.?|and others)$/i

/** Names of people from a list, or from one string that holds them all. */
export function splitAuthors(given: string[]): string[] {
  const people = given.map(withoutAffiliations)
  const names = people.length === 1 ? splitOne(people[0] ?? '') : flipAll(people)
  return names
    .flatMap(withCollaboration)
    .map((name) => name.replace(/[\s,]+$/, '').trim())
    .filter((name) => name !== '' && !NOBODY.test(name))
}

/** "A. Author (MIT)", "A. Author (1), B. Bee (1 and 2) ((1) MIT)": what stands in brackets is no part of a name. */
function withoutAffiliations(text: string): string {
  const bare = text.replace(/\s*\([^()]*\)/g, '').replace(/\s*\([^()]*\)/g, '')
  return /\p{L}/u.test(bare) ? bare : text
}

/** "Ann Bee for the ATLAS Collaboration" are both. */
function withCollaboration(name: string): string[] {
  const [, person, group] = COLLABORATION.exec(name) ?? []
  return person && group ? [person, group] : [name]
}

/** "Last, First" in every entry of a list is a style; in one entry it is something else. */
function flipAll(names: string[]): string[] {
  return names.every((name) => name.includes(',') || NOBODY.test(name.trim())) ? names.map(flip) : names
}

function splitOne(text: string): string[] {
  if (text.includes(';')) return text.split(';').map(flip)
  const parts = text.split(/,?\s+(?:and|&)\s+/i)
  const people = parts.filter((part) => !NOBODY.test(part.trim()))
  if (parts.length > 1 && people.every(isFlipped)) return people.map(flip)
  if (parts.length === 1 && isOneFlipped(text)) return [flip(text)]
  return parts.flatMap((part) => joinSuffixes(part.split(',')))
}

/** "Doe, Jane", "Doe, Jr., Jane" */
function isFlipped(part: string): boolean {
  return part.split(',').filter((piece) => !SUFFIX.test(piece.trim())).length === 2
}

/** "Doe, Jane": two parts, of which the first is one word; "Jane Doe, John Roe" are two people. */
function isOneFlipped(text: string): boolean {
  const parts = text.split(',').map((part) => part.trim())
  return parts.length === 2 && !/\s/.test(parts[0] ?? '') && parts[1] !== ''
}

function joinSuffixes(parts: string[]): string[] {
  const names: string[] = []
  for (const part of parts.map((name) => name.trim())) {
    if (SUFFIX.test(part) && names.length > 0) names.push(`${names.pop()}, ${part}`)
    else names.push(part)
  }
  return names
}

/** "Doe, Jane" as "Jane Doe"; "Doe, Jr., Jane" and "Jane Doe, Jr." keep their suffix. */
function flip(name: string): string {
  const parts = name.split(',').map((part) => part.trim())
  const [last = '', ...rest] = parts.filter((part) => part !== '' && !SUFFIX.test(part))
  const suffixes = parts.filter((part) => SUFFIX.test(part))
  if (rest.length !== 1) return name.trim()
  return [rest[0], last, ...suffixes].join(' ')
}
