import { readdir, readFile } from 'node:fs/promises'

/** Kernel ticks are 1/100 s on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100

type Memory = { nowMb: number; peakMb: number }

/** Resident memory of a process in MB: now (VmRSS) and at its highest (VmHWM). */
export async function memoryOf(pid: number): Promise<Memory> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const mb = (name: string) =>
    Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024)
  return { nowMb: mb('VmRSS'), peakMb: mb('VmHWM') }
}

/** CPU seconds by name: the services' by theirs, all other children of this process (the engines) by their command. */
export async function cpuSeconds(services: Map<string, { pid: number }>): Promise<Map<string, number>> {
  const names = new Map([...services].map(([name, { pid }]) => [pid, name]))
  const all = await processes()
  const childrenOf = Map.groupBy(all, (one) => one.parent)
  const total = (one: Process): number =>
    one.seconds + (childrenOf.get(one.pid) ?? []).reduce((sum, child) => sum + total(child), 0)
  const sums = new Map<string, number>()
  for (const child of childrenOf.get(process.pid) ?? []) {
    const name = names.get(child.pid) ?? child.command
    sums.set(name, (sums.get(name) ?? 0) + total(child))
  }
  return sums
}

type Process = { pid: number; parent: number; command: string; seconds: number }

/** Each with the time of its children that have ended. */
async function processes(): Promise<Process[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const read = pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').then(parseStat, () => []))
  return (await Promise.all(read)).flat()
}

/** The command is in brackets and may hold blanks; after it: state, parent, …, utime, stime, cutime, cstime. */
function parseStat(stat: string): Process[] {
  const [, pid, command = '', rest = ''] = /^(\d+) \((.*)\) \S (.*)$/s.exec(stat) ?? []
  const fields = rest.split(' ').map(Number)
  const ticks = fields.slice(10, 14).reduce((sum, one) => sum + one, 0)
  return [{ pid: Number(pid), parent: fields[0] ?? 0, command, seconds: ticks / TICKS_PER_SECOND }]
}
