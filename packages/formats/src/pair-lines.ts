import { abstractEvidence } from './line-evidence.ts'
import type { Line } from './read-lines.ts'

type Role = 'title' | 'abstract'

/** What belongs together; a side that the page lacks is null. */
export type Pair = { title: Line; abstract: Line | null } | { title: null; abstract: Line }

/** What a gap costs, in the unit of abstractEvidence: a line is taken for what it does not look like
 * as long as that is cheaper than the gaps it would take to explain it otherwise. */
const GAP_COST = 4
/** The decision waits for later lines, but not for ever. */
const MAX_UNDECIDED_LINES = 200
const MAX_UNDECIDED_CHARS = 4 * 1024 * 1024

type Step = { line: Line; from: Record<Role, Role> }
type Costs = Record<Role, number>

/**
 * Pairs title and abstract lines. Lines should alternate, and each looks more or less like its role;
 * of all ways to read the page the cheapest is taken (Viterbi over two states), so one missing line
 * costs one gap where it is missing, and no line after it shifts. Works on a stream: a line is decided
 * as soon as every way to go on agrees on it.
 */
export function pairing(): { add(line: Line): Pair[]; end(): Pair[]; open(): Line | null } {
  let costs: Costs = { title: GAP_COST, abstract: 0 }
  let steps: Step[] = []
  let chars = 0
  let title: Line | null = null

  const settle = (line: Line, role: Role): Pair[] => {
    const before = title
    title = role === 'title' ? line : null
    if (role === 'title') return before ? [{ title: before, abstract: null }] : []
    return [before ? { title: before, abstract: line } : { title: null, abstract: line }]
  }
  const settleUntil = (count: number, role: Role): Pair[] => {
    const roles = rolesBack(steps.slice(0, count), role)
    const pairs = steps.slice(0, count).flatMap(({ line }, at) => settle(line, roles[at] ?? role))
    steps = steps.slice(count)
    chars = steps.reduce((sum, { line }) => sum + line.text.length, 0)
    return pairs
  }
  return {
    add(line) {
      const next = advance(costs, line)
      costs = next.costs
      steps.push({ line, from: next.from })
      chars += line.text.length
      const agreed = agreement(steps)
      if (agreed) return settleUntil(agreed.count, agreed.role)
      if (steps.length < MAX_UNDECIDED_LINES && chars < MAX_UNDECIDED_CHARS) return []
      const role = cheaper(costs)
      costs = { title: GAP_COST, abstract: GAP_COST, [role]: 0 }
      return settleUntil(steps.length, role)
    },
    /** The lines that are left, and the title that still waits for its abstract. */
    end() {
      const role = cheaper({ title: costs.title + GAP_COST, abstract: costs.abstract })
      const pairs = settleUntil(steps.length, role)
      return title ? [...pairs, { title, abstract: null }] : pairs
    },
    open: () => title,
  }
}

const cheaper = (costs: Costs): Role => (costs.title < costs.abstract ? 'title' : 'abstract')

/** The cheapest way to each role of one more line. Before the first line stands, as it were, an abstract. */
function advance(costs: Costs, line: Line): { costs: Costs; from: Record<Role, Role> } {
  const evidence = line.fault === null ? abstractEvidence(line.text) : Number.MAX_SAFE_INTEGER
  const toTitle = { title: costs.title + GAP_COST, abstract: costs.abstract }
  const toAbstract = { title: costs.title, abstract: costs.abstract + GAP_COST }
  const from = { title: cheaper(toTitle), abstract: cheaper(toAbstract) }
  const title = toTitle[from.title] + Math.max(0, evidence)
  const abstract = toAbstract[from.abstract] + Math.max(0, -evidence)
  const least = Math.min(title, abstract)
  return { costs: { title: title - least, abstract: abstract - least }, from }
}

/** The latest undecided line on whose role both ways to go on agree. */
function agreement(steps: Step[]): { count: number; role: Role } | null {
  let ways: [Role, Role] = ['title', 'abstract']
  for (let at = steps.length - 1; at > 0; at -= 1) {
    const from = steps[at]?.from
    if (!from) return null
    ways = [from[ways[0]], from[ways[1]]]
    if (ways[0] === ways[1]) return { count: at, role: ways[0] }
  }
  return null
}

function rolesBack(steps: Step[], last: Role): Role[] {
  const roles: Role[] = []
  let role = last
  for (const step of steps.toReversed()) {
    roles.push(role)
    role = step.from[role]
  }
  return roles.reverse()
}

const CLEAR_EVIDENCE = 3

/** Whether both sides are there and look like what they are. */
export function isClear({ title, abstract }: Pair): boolean {
  if (!title || !abstract) return false
  return abstractEvidence(title.text) <= -CLEAR_EVIDENCE && abstractEvidence(abstract.text) >= CLEAR_EVIDENCE
}
