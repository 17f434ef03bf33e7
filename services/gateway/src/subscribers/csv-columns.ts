/** Columns of an export, in their order; an import understands the same. */
export const columns = [
  'email',
  'state',
  'confirmed_at',
  'trending',
  'queries',
  'time_zone',
  'hour',
  'frequency',
  'weekdays',
  'max_papers',
  'paused_until',
  'suppressed',
  'source',
  'created_at',
  'id',
] as const

// Lists of other tools name the same things differently.
const aliases: Record<string, string> = {
  emailaddress: 'email',
  mail: 'email',
  consenttime: 'confirmedat',
  consentat: 'confirmedat',
  consent: 'confirmedat',
  optintime: 'confirmedat',
  confirmtime: 'confirmedat',
  query: 'queries',
  zone: 'timezone',
  papers: 'maxpapers',
  status: 'state',
}

/** One spelling for "Time zone", "timeZone" and "time_zone". */
export function columnName(header: string): string {
  const bare = header.toLowerCase().replace(/[^a-z0-9]/g, '')
  return aliases[bare] ?? bare
}
