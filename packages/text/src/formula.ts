import { script, symbol } from './symbols.ts'

const INVISIBLE = /\\(?:left|right|bigl?|bigr?|Bigl?|Bigr?|displaystyle|limits|mathop|nolimits)(?![A-Za-z])/g
const SPACE = /\\[,;:!> ]|~/g
const COMMAND = /\\([A-Za-z]+)(\{[^{}]{1,3}\})?/g
const SCRIPT = /([_^])(?:\{([^{}]*)\}|([^\s{}\\]))/g

/** A simple formula without its TeX. Of a command that has no character the name stays. */
export function formula(tex: string): string {
  return tex
    .trim()
    .replace(INVISIBLE, '')
    .replace(SPACE, ' ')
    .replace(/\\[dt]?frac\s?\{([^{}]*)\}\s?\{([^{}]*)\}/g, '$1/$2')
    .replace(/\\sqrt\s?\{([^{}])\}/g, '√$1')
    .replace(/\\sqrt\s?\{([^{}]*)\}/g, '√($1)')
    .replace(/\\([{}%&_#$])/g, '$1')
    .replace(COMMAND, (_whole, name: string, braced: string | undefined) => character(name, braced ?? ''))
    .replace(SCRIPT, (_whole, sign: string, braced: string | undefined, char: string | undefined) =>
      script(sign, braced ?? char ?? ''),
    )
    .replace(/[{}\\]/g, '')
    .replace(/\s+/g, ' ')
}

function character(name: string, braced: string): string {
  return symbol(`\\${name}${braced}`) ?? `${symbol(`\\${name}`) ?? name}${braced}`
}
