import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { aptInstall } from './apt-install.ts'
import { cachedFolder } from './cache-folder.ts'
import type { Say } from './engine.ts'
import { onPath } from './on-path.ts'
import { runCommand } from './run-command.ts'

const INSTALL_MS = 300_000

/**
 * A Python that has these packages of PyPI ("arxiv==2.1.3"), in a folder of its own that is kept between
 * runs; answers the program. Where the machine has no Python with venv, Debian's is installed.
 */
export async function pythonWith(packages: string[], say: Say): Promise<string> {
  const python = await findPython(say)
  const version = (await runCommand(python, ['-c', 'import sys; print(sys.version)'])).trim()
  const key = createHash('sha256')
    .update([version, ...packages].join('\n'))
    .digest('hex')
    .slice(0, 12)
  const folder = await cachedFolder(`python-${key}`, async (unfinished) => {
    await runCommand(python, ['-m', 'venv', unfinished])
    if (packages.length === 0) return
    say(`installing ${packages.join(', ')} from PyPI`)
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]
    await runCommand(join(unfinished, 'bin', 'python'), pip, { timeoutMs: INSTALL_MS })
  })
  return join(folder, 'bin', 'python')
}

async function findPython(say: Say): Promise<string> {
  const found = onPath('python3')
  if (found && (await hasVenv(found))) return found
  try {
    await aptInstall(['python3', 'python3-venv'], say)
  } catch (error) {
    throw new Error(
      `The tests with real clients need python3 with its venv module (Debian: python3-venv). Installing it failed: ${error}`,
    )
  }
  return onPath('python3') ?? 'python3'
}

function hasVenv(python: string): Promise<boolean> {
  return runCommand(python, ['-c', 'import venv, ensurepip']).then(
    () => true,
    () => false,
  )
}
