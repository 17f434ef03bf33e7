/** `dot-products.wat`, assembled; the test assembles it again. */
export const assembled =
  'AGFzbQEAAAABCQFgBX9/f39/AAMCAQAFAwEAAQcRAgZtZW1vcnkCAARzY2FuAAAKqgEBpwECAX8DewJAA0AgA0UNAf0MAAAAAAAAAAAAAAAAAAAAACEGQQAhBQNAIAAgBWr9AAQAIQcgAiAFav0ABAAhCCAGIAf9hwEgCP2HAf26ASAH/YgBIAj9iAH9ugH9rgH9rgEhBiAFQRBqIQUgBSABSQ0ACyAEIAb9GwAgBv0bAWogBv0bAiAG/RsDamo2AgAgAiABaiECIARBBGohBCADQQFrIQMMAAsLCw=='

const PAGE = 65_536

/** The part used here; the types of Node have none of it. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object) => { exports: { memory: Memory; scan: Scan } }
}
type Memory = { readonly buffer: ArrayBuffer; grow(pages: number): number }

type Scan = (vector: number, dimensions: number, others: number, count: number, results: number) => void

/** Memory that vectors lie in, and the function that multiplies them there. */
export type DotProducts = {
  scan: Scan
  /** The bytes, until memory grows: then it is another array. */
  bytes(): Uint8Array
  /** Grows to at least so many bytes; false where that is not to be had. */
  reserve(bytes: number): boolean
}

export function dotProducts(): DotProducts {
  const module = new WebAssembly.Module(Buffer.from(assembled, 'base64'))
  const { exports } = new WebAssembly.Instance(module)
  const { memory, scan } = exports
  let view = new Uint8Array(memory.buffer)
  const bytes = () => {
    if (view.length === 0) view = new Uint8Array(memory.buffer)
    return view
  }
  return {
    scan,
    bytes,
    reserve(wanted) {
      const missing = wanted - bytes().length
      if (missing <= 0) return true
      try {
        memory.grow(Math.ceil(missing / PAGE))
        return true
      } catch {
        return false
      }
    },
  }
}
