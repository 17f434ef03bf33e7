import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { EmbeddingsAnswer } from './embeddings.ts'

/** More than any model has: what is larger is no vector. */
export const MAX_DIMENSIONS = 8_192

const Answer = Compile(
  Type.Object({
    data: Type.Array(
      Type.Object({
        index: Type.Optional(Type.Integer({ minimum: 0 })),
        embedding: Type.Array(Type.Number(), { minItems: 1, maxItems: MAX_DIMENSIONS }),
      }),
    ),
  }),
)

/** Reads the body of an answer to `count` texts; vectors come out with length 1. */
export function readAnswer(body: string, count: number): EmbeddingsAnswer {
  const value = parsed(body)
  if (!Answer.Check(value)) return garbage('its answer is not one of /v1/embeddings')
  const { data } = value
  if (data.length !== count) return garbage(`${data.length} vectors for ${count} texts`)
  const vectors: (Float32Array | undefined)[] = Array.from({ length: count })
  for (const [at, { index = at, embedding }] of data.entries()) {
    if (index >= count || vectors[index] !== undefined)
      return garbage('its indexes are not those of the texts')
    vectors[index] = unit(embedding)
  }
  const whole = vectors.filter((vector) => vector !== undefined)
  if (whole.length < count) return garbage('a vector is zero or not finite')
  if (new Set(whole.map(({ length }) => length)).size > 1) return garbage('its vectors differ in length')
  return { kind: 'vectors', vectors: whole }
}

const garbage = (reason: string): EmbeddingsAnswer => ({ kind: 'garbage', reason })

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** Undefined for what has no direction. */
function unit(values: number[]): Float32Array | undefined {
  const length = Math.hypot(...values)
  if (!Number.isFinite(length) || length === 0) return undefined
  return Float32Array.from(values, (value) => value / length)
}
