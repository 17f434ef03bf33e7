/** A set of papers by their places in a list, 32 to a number. */
export type Bits = Uint32Array

export const bitsFor = (count: number): Bits => new Uint32Array(Math.ceil(count / 32))

export function allBits(count: number): Bits {
  const bits = bitsFor(count)
  for (let at = 0; at < count; at++) setBit(bits, at)
  return bits
}

export function setBit(bits: Bits, at: number): void {
  bits[at >>> 5] = (bits[at >>> 5] ?? 0) | (1 << (at & 31))
}

export function union(a: Bits, b: Bits): Bits {
  const bits = a.slice()
  for (let n = 0; n < bits.length; n++) bits[n] = (a[n] ?? 0) | (b[n] ?? 0)
  return bits
}

export function intersection(a: Bits, b: Bits): Bits {
  const bits = a.slice()
  for (let n = 0; n < bits.length; n++) bits[n] = (a[n] ?? 0) & (b[n] ?? 0)
  return bits
}

export function difference(a: Bits, b: Bits): Bits {
  const bits = a.slice()
  for (let n = 0; n < bits.length; n++) bits[n] = (a[n] ?? 0) & ~(b[n] ?? 0)
  return bits
}

export function sameBits(a: Bits, b: Bits): boolean {
  return a === b || a.every((word, n) => word === b[n])
}

export function places(bits: Bits): number[] {
  const found: number[] = []
  bits.forEach((word, n) => {
    for (let rest = word; rest !== 0; rest &= rest - 1) found.push(n * 32 + 31 - Math.clz32(rest & -rest))
  })
  return found
}
