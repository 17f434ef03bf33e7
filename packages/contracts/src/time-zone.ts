// Intl also accepts offsets such as +02:00: they know no daylight saving, and are no names.
const zoneName = /^[A-Za-z][\w+\-/]{0,63}$/

/** The name of an IANA zone (also an old name, as Asia/Kolkata or US/Pacific), or null. */
export function parseTimeZone(text: string): string | null {
  if (!zoneName.test(text)) return null
  const canonical = canonicalZone(text)
  // An alias stays as it was chosen: who picked Asia/Kolkata does not want to read Asia/Calcutta.
  return canonical?.toLowerCase() === text.toLowerCase() ? canonical : canonical && text
}

/** The zones to choose from, UTC first. */
export function timeZones(): string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]
}

function canonicalZone(name: string): string | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  } catch {
    return null
  }
}
