import { fromEnvironment } from './address.ts'
import { aptInstall } from './apt-install.ts'
import { type Engine, firstOf, type Say } from './engine.ts'
import { isExecutable, onPath } from './on-path.ts'

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const MAC_PROGRAM = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'

/** Switches for a browser that talks to nobody but the page's own server. */
export const chromiumArguments = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The path of a Chromium, as `url`; each test starts its own, on a fresh profile. */
export async function findChromium(say: Say = console.error): Promise<Engine> {
  const given = await fromEnvironment('CHROMIUM_PATH', async (file) => {
    if (!isExecutable(file)) throw new Error('no program')
  })
  if (given) return given
  const remedy = 'Install chromium, or set CHROMIUM_PATH to the program of a Chromium or Chrome.'
  const ways = [
    { how: 'PATH', open: async () => found(onPath(...PROGRAMS) ?? macProgram()) },
    {
      how: 'installation',
      open: async () => {
        await aptInstall(['chromium'], say)
        return found(onPath(...PROGRAMS))
      },
    },
  ]
  return await firstOf('chromium', ways, say, remedy)
}

function macProgram(): string | null {
  return isExecutable(MAC_PROGRAM) ? MAC_PROGRAM : null
}

function found(program: string | null): Engine | null {
  return program === null ? null : { url: program, how: 'program', stop: async () => {} }
}
