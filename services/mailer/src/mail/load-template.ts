import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Eta } from 'eta'

const TAGS: [string, string] = ['{{', '}}']

/** A function of the template's data; the file is read and compiled at its first call. Output is escaped. */
export function loadTemplate<Data extends object>(name: 'issue' | 'confirmation'): (data: Data) => string {
  let compiled: ((data: Data) => string) | undefined
  return (data) => {
    compiled ??= compile<Data>(name)
    return compiled(data)
  }
}

function compile<Data extends object>(name: string): (data: Data) => string {
  const eta = new Eta({ tags: TAGS, autoEscape: true, autoTrim: false })
  const source = readFileSync(join(import.meta.dirname, 'templates', `${name}.html.eta`), 'utf8')
  const template = eta.compile(source)
  return (data) => eta.render(template, data)
}
