export type ParsedObject =
  | { kind: 'object'; object: Record<string, unknown> }
  | { kind: 'fault'; code: string; reason: string }

const MAX_DEPTH = 64

/** One JSON object. `what` names the text in the reasons: "line", "item". */
export function parseObject(text: string, what: string): ParsedObject {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    const reason = `The ${what} is not valid JSON: one whole object per ${what} is needed.`
    return { kind: 'fault', code: 'NOT_JSON', reason }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { kind: 'fault', code: 'NOT_AN_OBJECT', reason: `The ${what} is JSON, but not an object {…}.` }
  }
  if (isDeeperThan(MAX_DEPTH, value)) {
    return {
      kind: 'fault',
      code: 'TOO_DEEP',
      reason: `The object is nested more than ${MAX_DEPTH} levels deep.`,
    }
  }
  return { kind: 'object', object: value as Record<string, unknown> }
}

/** Level by level and not by recursion, which would end the process on the very input it is to catch. */
function isDeeperThan(limit: number, value: object): boolean {
  let level: object[] = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth >= limit) return true
    level = level.flatMap((item) =>
      Object.values(item).filter((inner) => typeof inner === 'object' && inner !== null),
    )
  }
  return false
}
