import { type SpawnOptions, spawnSync } from 'node:child_process'
import { chown, lchown, readdir } from 'node:fs/promises'
import { join } from 'node:path'

const NOBODY = { uid: 65534, gid: 65534 }
const OVERRIDE = '+dac_override'

export type Launch = { command: string; args: string[]; options: SpawnOptions }

function isRoot(): boolean {
  return process.getuid?.() === 0
}

/**
 * PostgreSQL refuses to run as root, so under root it runs as `nobody`. `setpriv` (util-linux) leaves
 * it the one capability that lets it reach a data folder inside a folder of root's (mode 700).
 */
export function unprivileged(command: string, args: string[], options: SpawnOptions = {}): Launch {
  if (!isRoot()) return { command, args, options }
  if (spawnSync('setpriv', ['--version']).status !== 0) {
    return { command, args, options: { ...options, ...NOBODY } }
  }
  const setpriv = [
    `--reuid=${NOBODY.uid}`,
    `--regid=${NOBODY.gid}`,
    '--clear-groups',
    // Without it access(2) asks as a user without capabilities, and PostgreSQL does not find its own program.
    '--securebits=+no_setuid_fixup',
    `--inh-caps=${OVERRIDE}`,
    `--ambient-caps=${OVERRIDE}`,
  ]
  return { command: 'setpriv', args: [...setpriv, command, ...args], options }
}

/** Gives a folder and what is in it to the user that PostgreSQL runs as. */
export async function giveToUnprivileged(folder: string): Promise<void> {
  if (!isRoot()) return
  await chown(folder, NOBODY.uid, NOBODY.gid)
  for (const entry of await readdir(folder, { recursive: true })) {
    await lchown(join(folder, entry), NOBODY.uid, NOBODY.gid)
  }
}
