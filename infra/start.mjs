// `npm start`, on whatever Node the host has (20 or newer): installs, then runs everything on the Node
// that the install brought. npm passes on the signals it gets; this passes them on and waits, so that
// the command returns only when all its processes have ended.
import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const windows = process.platform === 'win32'
// What was compiled is kept: the second start is half a second quicker.
process.env.NODE_COMPILE_CACHE ??= join(root, 'node_modules', '.cache', 'compiled')
let child
let stopping = false

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    stopping = true
    child?.kill(signal)
  })
}

/** Resolves with the exit code of the command; what it prints on standard output goes to `stdout`. */
function run(command, args, stdout) {
  return new Promise((resolve, reject) => {
    child = spawn(command, args, { cwd: root, stdio: ['ignore', stdout, 'inherit'], shell: windows })
    child.on('error', reject)
    child.on('exit', (code, signal) => resolve(signal ? 1 : code))
  })
}

const installed = await run('npx', ['-y', 'pnpm@12.21.0', 'install', '--frozen-lockfile'], 2)
if (stopping) process.exit(0)
if (installed !== 0) process.exit(installed)
const node = join(root, 'node_modules', '.bin', windows ? 'node.cmd' : 'node')
process.exit(await run(node, [join('services', 'standalone', 'src', 'main.ts')], 'inherit'))
