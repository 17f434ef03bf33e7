import { object, text } from './fields.ts'

/** The name of a person that a source writes as text, or as an object of whatever kind. */
export function personName(value: unknown): string | undefined {
  const person = object(value)
  if (!person) return text(value)
  const whole = [person.name, person.display_name, person.full_name, person.fullname, person.literal]
  const name = whole.map(text).find((one) => one !== undefined)
  if (name !== undefined) return name
  const first = text(person.given) ?? text(person.first) ?? text(person.forenames)
  const middle = Array.isArray(person.middle) ? person.middle.map(text) : [text(person.middle)]
  const last = text(person.family) ?? text(person.last) ?? text(person.keyname)
  return text([first, ...middle, last, text(person.suffix)].filter((part) => part !== undefined).join(' '))
}
