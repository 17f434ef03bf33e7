import { isAbsolute, relative, resolve } from 'node:path'
import { type Env, inboxOf, mailFolderOf, operatorKeyFile } from './settings.ts'

type At = { url: string; terminal: boolean }

/** What is printed when all is there: the line that programs wait for, alone, then where to go from there. */
export function readyText(env: Env, { url, terminal }: At): string {
  const places = [
    ['operators', `${url}/operator`],
    ['their key', env.OPERATOR_KEY ? 'that of OPERATOR_KEY' : shown(operatorKeyFile(env.DATA_DIR))],
    ...(mailFolderOf(env) ? [['mails', `${url}/mail (they stay on this machine)`]] : []),
    ['inbox', shown(inboxOf(env))],
    ...(terminal ? [['stop', 'Ctrl-C']] : []),
  ]
  const lines = places.map(([name = '', place]) => `${name.padEnd(10)} ${place}`)
  return `${[`paperboy ready ${url}`, ...lines].join('\n')}\n`
}

/** As one would type it here. */
function shown(path: string): string {
  const below = relative(process.cwd(), resolve(path))
  return below.startsWith('..') || isAbsolute(below) ? resolve(path) : below
}
