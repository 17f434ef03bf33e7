const MAX_ITEM_BYTES = 4 * 1024 * 1024
const KEPT_OF_LONG_ITEM = 1024
const MAX_KEY_BYTES = 64

const [TAB, LF, CR, SPACE, QUOTE, COMMA, COLON, BACKSLASH] = [9, 10, 13, 32, 34, 44, 58, 92]
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN, CLOSE] = [0x5b, 0x5d, 0x7b, 0x7d]

/** Under these keys the answers of APIs hold their list. */
const LIST_KEYS = new Set([
  'data',
  'results',
  'papers',
  'items',
  'works',
  'dailyPapers',
  'records',
  'entries',
  'rows',
  'notes',
  'recommendedPapers',
  'docs',
  'result',
])

/** Under these, answers hold the object that has the list. */
const WRAPPER_KEYS = new Set(['message', 'response', 'resultList'])

/** The bytes of one element. `too-long`: only its beginning. */
export type ScannedItem = { bytes: Buffer; fault: 'too-long' | null }

/** What a byte does to the element: it is its first, its last, or the first behind one that has no end of its own. */
type Step = 'begins' | 'ends' | 'ended before' | null

/**
 * Cuts the elements out of a JSON array as its bytes come, without reading it whole: of an array at the
 * root, of one under a known key of an object at the root, or objects at the root one after the other.
 * It only follows brackets and strings. A line end inside a string, which JSON does not have, ends a broken
 * element; so does a line that begins like the first element did. What follows is read again.
 */
export function itemScanner() {
  const state = {
    depth: 0,
    /** Depth at which the elements stand. */
    at: 0,
    /** Depth of the object whose list is looked for. */
    root: 0,
    inString: false,
    escaped: false,
    capturing: false,
    scalar: false,
    parts: [] as Buffer[],
    bytes: 0,
    column: 0,
    blankLine: true,
    firstColumn: -1,
    key: '',
    isKey: false,
  }
  let items: ScannedItem[] = []

  const begin = (scalar: boolean) => {
    Object.assign(state, { capturing: true, scalar, parts: [], bytes: 0, key: '', root: 0 })
  }
  const keep = (part: Buffer) => {
    state.bytes += part.length
    if (state.bytes <= MAX_ITEM_BYTES) state.parts.push(part)
    else state.parts = [Buffer.concat([...state.parts, part], Math.min(state.bytes, KEPT_OF_LONG_ITEM))]
  }
  const finish = () => {
    const fault = state.bytes > MAX_ITEM_BYTES ? 'too-long' : null
    items.push({ bytes: Buffer.concat(state.parts), fault })
    Object.assign(state, { capturing: false, scalar: false, parts: [], bytes: 0 })
  }
  const giveUp = () => {
    finish()
    Object.assign(state, { inString: false, escaped: false, depth: state.at })
  }

  function step(byte: number): Step {
    if (state.inString) return stepInString(byte)
    if (byte === QUOTE) {
      state.inString = true
      state.isKey = state.depth === state.root + 1 && state.at === 0
      if (state.isKey) state.key = ''
      return startsHere(true) ? 'begins' : null
    }
    if (byte === OPEN || byte === OPEN_ARRAY) return stepOpen(byte)
    if (byte === CLOSE || byte === CLOSE_ARRAY) return stepClose()
    if (byte === COMMA || byte === LF) return state.capturing && state.scalar ? 'ended before' : null
    if (byte === COLON || byte === SPACE || byte === TAB || byte === CR) return null
    return startsHere(true) ? 'begins' : null
  }

  function startsHere(scalar: boolean): boolean {
    if (state.capturing || state.depth !== state.at) return false
    begin(scalar)
    return true
  }

  function stepInString(byte: number): Step {
    if (byte === LF || byte === CR) return endString()
    if (state.escaped) state.escaped = false
    else if (byte === BACKSLASH) state.escaped = true
    else if (byte === QUOTE) state.inString = false
    else if (state.isKey && state.key.length < MAX_KEY_BYTES) state.key += String.fromCharCode(byte)
    return null
  }

  function endString(): Step {
    Object.assign(state, { inString: false, escaped: false })
    return state.capturing ? 'ended before' : null
  }

  function stepOpen(byte: number): Step {
    if (state.capturing && state.scalar) return 'ended before'
    if (state.capturing && byte === OPEN && isLikeFirst()) return 'ended before'
    const isList = byte === OPEN_ARRAY && state.at === 0
    if (isList && !state.capturing && state.depth === 0) {
      Object.assign(state, { depth: 1, at: 1 })
      return null
    }
    const isWithinRoot = state.capturing && state.at === 0 && state.depth === state.root + 1
    if (isList && isWithinRoot && LIST_KEYS.has(state.key)) {
      const depth = state.depth + 1
      Object.assign(state, { capturing: false, parts: [], bytes: 0, depth, at: depth, firstColumn: -1 })
      return null
    }
    if (isWithinRoot && state.depth === 1 && WRAPPER_KEYS.has(state.key))
      Object.assign(state, { root: 1, key: '' })
    const starts = startsHere(false)
    if (starts && byte === OPEN && state.firstColumn < 0 && state.blankLine) state.firstColumn = state.column
    state.depth += 1
    return starts ? 'begins' : null
  }

  const isLikeFirst = () => state.blankLine && state.column === state.firstColumn && state.depth > state.at

  function stepClose(): Step {
    if (state.capturing && state.scalar) return 'ended before'
    state.depth = Math.max(0, state.depth - 1)
    if (state.capturing) return state.depth === state.at ? 'ends' : null
    // The end of the list, or of what is around it: objects that follow at the root are elements again.
    if (state.depth < state.at) state.at = state.depth > 0 ? Number.POSITIVE_INFINITY : 0
    return null
  }

  function follow(byte: number): void {
    if (byte === LF || byte === CR) Object.assign(state, { column: 0, blankLine: true })
    else {
      state.column += 1
      if (byte !== SPACE && byte !== TAB) state.blankLine = false
    }
  }

  /** Most bytes stand in strings and mean nothing; at each of them it takes long to ask for everything. */
  function behindPlainText(chunk: Buffer, from: number): number {
    if (!state.inString || state.escaped || state.isKey) return from
    let at = from
    for (; at < chunk.length; at += 1) {
      const byte = chunk[at]
      if (byte === QUOTE || byte === BACKSLASH || byte === LF || byte === CR) break
    }
    if (at > from) Object.assign(state, { column: state.column + at - from, blankLine: false })
    return at
  }

  return {
    push(chunk: Buffer): ScannedItem[] {
      items = []
      let from = 0
      for (let at = 0; at < chunk.length; at += 1) {
        at = behindPlainText(chunk, at)
        if (at === chunk.length) break
        const byte = chunk[at] ?? 0
        let event = step(byte)
        if (event === 'ended before') {
          keep(chunk.subarray(from, at))
          if (state.scalar) finish()
          else giveUp()
          event = byte === LF || byte === CR ? null : step(byte)
        }
        if (event === 'begins') from = at
        if (event === 'ends') {
          keep(chunk.subarray(from, at + 1))
          finish()
        }
        follow(byte)
      }
      if (state.capturing) keep(Buffer.from(chunk.subarray(from)))
      return items
    },
    /** What the input ends in the middle of; null where it ends between elements. */
    end(): Buffer | null {
      return state.capturing ? Buffer.concat(state.parts) : null
    },
  }
}
