import { fromEnvironment } from './address.ts'
import { startContainer } from './docker.ts'
import { type Engine, firstOf, type Say } from './engine.ts'
import { findJava } from './java.ts'
import { OPENSEARCH_VERSION, openSearchLibraries } from './opensearch-libraries.ts'
import { startOpenSearchProgram } from './opensearch-program.ts'
import { pingOpenSearch } from './ping.ts'

/** A single OpenSearch node, plain http, empty. */
export async function startOpenSearch(say: Say = console.error): Promise<Engine> {
  const given = await fromEnvironment('TEST_OPENSEARCH_URL', pingOpenSearch)
  if (given) return given
  const remedy =
    'Start Docker, or give this machine Maven and Java 21, or set TEST_OPENSEARCH_URL to a cluster whose data may be deleted.'
  const ways = [
    { how: 'Docker', open: openContainer },
    {
      how: 'Java',
      open: async () => startOpenSearchProgram(await findJava(say), await openSearchLibraries(say)),
    },
  ]
  return await firstOf('opensearch', ways, say, remedy)
}

function openContainer(): Promise<Engine | null> {
  return startContainer({
    image: `opensearchproject/opensearch:${OPENSEARCH_VERSION}`,
    port: 9200,
    environment: {
      'discovery.type': 'single-node',
      DISABLE_SECURITY_PLUGIN: 'true',
      DISABLE_INSTALL_DEMO_CONFIG: 'true',
      OPENSEARCH_JAVA_OPTS: '-Xms1g -Xmx1g -XX:TieredStopAtLevel=1',
    },
    url: (address) => `http://${address}`,
    ready: pingOpenSearch,
  })
}
