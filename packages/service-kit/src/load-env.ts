import type { Static, TObject } from 'typebox'
import { Value } from 'typebox/value'

/** A fault in the environment: one line per variable that is wrong or missing. */
export class EnvError extends Error {
  constructor(faults: string[]) {
    super(`The environment is not usable:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
    this.name = 'EnvError'
  }
}

type Source = Record<string, string | undefined>

/**
 * Reads, converts and checks the variables of `schema`; throws one EnvError that lists every fault, also
 * those that `further` finds in what is set.
 */
export function loadEnv<T extends TObject>(
  schema: T,
  source: Source = process.env,
  further: (source: Source) => string[] = () => [],
): Static<T> {
  const given = Object.fromEntries(
    Object.keys(schema.properties)
      .filter((name) => source[name] !== undefined && source[name] !== '')
      .map((name) => [name, source[name]]),
  )
  const value = Value.Convert(schema, Value.Default(schema, given))
  const faults = new Map<string, string>()
  for (const error of Value.Errors(schema, value)) {
    const missing = (error.params as { requiredProperties?: string[] }).requiredProperties ?? []
    for (const name of missing) faults.set(name, `${name} is missing${hint(schema, name)}`)
    const name = error.instancePath.split('/')[1]
    if (name && !faults.has(name)) {
      faults.set(name, `${name}=${shown(name, source[name])} ${error.message}${hint(schema, name)}`)
    }
  }
  const all = [...faults.values(), ...further(source)]
  if (all.length > 0) throw new EnvError(all)
  return value as Static<T>
}

// Faults end up in logs, and addresses may carry a password.
function shown(name: string, value = ''): string {
  return /_(URL|KEY|SECRET|PASSWORD|TOKEN)$/.test(name) && name !== 'PUBLIC_URL' ? '…' : JSON.stringify(value)
}

function hint(schema: TObject, name: string): string {
  const property = schema.properties[name] as { description?: string } | undefined
  return property?.description ? ` (${property.description})` : ''
}
