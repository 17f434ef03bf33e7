export type PersonName = { family: string; given?: string; suffix?: string }

const SUFFIX = /^(jr|sr|ii|iii|iv)\.?$/i
/** Words that begin a family name of several words. */
const PARTICLE = /^(al|bin|da|de|del|della|den|der|di|dos|du|el|ibn|la|le|ten|ter|van|von|zu|zur)$/

/**
 * "Ludwig van der Berg Jr." as citation managers sort it. Names are one text in Paperboy, so this is a guess:
 * what stands last is the family name, with the particles in front of it; "Family, Given" is taken as written.
 */
export function splitName(name: string): PersonName {
  const text = name.replace(/\s+/g, ' ').trim()
  const [before = '', after] = text.split(/, ?(.*)/s)
  if (after && !SUFFIX.test(after)) return { family: before, given: after }
  const words = before.split(' ')
  const suffix = after ?? (words.length > 2 && SUFFIX.test(words.at(-1) ?? '') ? words.pop() : undefined)
  let from = words.length - 1
  while (from > 1 && PARTICLE.test(words[from - 1] ?? '')) from--
  const given = words.slice(0, from).join(' ')
  return { family: words.slice(from).join(' '), ...(given && { given }), ...(suffix && { suffix }) }
}
