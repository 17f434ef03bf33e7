import { AppError } from '@paperboy/service-kit'
import { Ajv, type ErrorObject } from 'ajv'
import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { isCalendarDay } from './calendar-day.ts'

const common = {
  useDefaults: true,
  removeAdditional: false,
  allErrors: false,
  verbose: true,
  strict: false,
  formats: { date: isCalendarDay },
}

/**
 * Text becomes numbers and booleans only where all is text: in queries, parameters and headers. A body
 * may refer to one of the `bodies` by its id.
 */
export function validatorCompiler(bodies: TSchema[] = []): FastifySchemaCompiler<TSchema> {
  const text = new Ajv({ ...common, coerceTypes: true })
  const body = new Ajv({ ...common, schemas: bodies })
  return ({ schema, httpPart }) => (httpPart === 'body' ? body : text).compile(schema)
}

/** One sentence that names the field and says what it may be. */
export function validationError(errors: ErrorObject[]): AppError {
  const error = telling(errors)
  return new AppError('BAD_REQUEST', error ? sentence(error) : 'The request is not valid.')
}

/** Of a union, the last error speaks for all its parts, unless the value was of the type of one of them. */
function telling(errors: ErrorObject[]): ErrorObject | undefined {
  const last = errors.at(-1)
  if (last?.keyword !== 'anyOf') return last
  return errors.find(({ keyword }) => !['type', 'const', 'anyOf'].includes(keyword)) ?? last
}

function sentence({ keyword, instancePath, params, message, schema, parentSchema }: ErrorObject): string {
  const field = instancePath.split('/').filter(Boolean).join('.')
  const property = keyword === 'additionalProperties' ? String(params.additionalProperty) : field
  switch (keyword) {
    case 'additionalProperties': {
      const known = Object.keys((parentSchema as { properties?: object }).properties ?? {})
      return `${property} is not a parameter here. ${known.length ? `Known: ${known.join(', ')}.` : 'There are none.'}`
    }
    case 'required':
      return `${String(params.missingProperty)} is missing.`
    case 'type':
      return field ? `${field} ${message}.` : 'The body is missing or no JSON object. Send one.'
    case 'anyOf':
      return `${field} must be one of ${choices(schema)}.`
    case 'format':
      return `${field} must be a day of the calendar, written YYYY-MM-DD.`
    case 'pattern':
      return `${field} is not valid: ${hint(parentSchema)}.`
    default:
      return `${field || 'The request'} ${message ?? 'is not valid'}.`
  }
}

function choices(schema: unknown): string {
  return (schema as { const?: unknown; type?: string }[])
    .map((part) => String(part.const ?? part.type))
    .join(', ')
}

function hint(schema: unknown): string {
  const { description, pattern } = schema as { description?: string; pattern?: string }
  return description ?? `it must match ${pattern}`
}
