import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { envPage } from './generate/env-page.ts'
import { errorsPage } from './generate/errors-page.ts'
import { jobsPage } from './generate/jobs-page.ts'
import { openapiDocument } from './generate/openapi-document.ts'
import { writeClientTypes } from './generate/write-client-types.ts'
import { writeSchema } from './generate/write-schema.ts'

/**
 * `npm run gen`: writes what is derived from the code, always the same for the same code.
 * `npm run check` runs it too and fails when something changed: then commit what it wrote.
 */
const root = join(import.meta.dirname, '..')
const pages = {
  'docs/errors.md': errorsPage(),
  'docs/env.md': envPage(),
  'docs/jobs.md': jobsPage(),
  'docs/openapi.json': await openapiDocument(),
}
for (const [path, text] of Object.entries(pages)) await writeFile(join(root, path), text)
await writeClientTypes(root, pages['docs/openapi.json'], 'packages/client/src/rest-api.ts')
await writeSchema(root, 'packages/database/src/schema.ts')
