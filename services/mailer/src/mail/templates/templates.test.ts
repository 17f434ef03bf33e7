import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compileTemplate, templateNames } from './compile-template.ts'

test.each(templateNames)('%s.html.eta is what its MJML compiles to', async (name) => {
  const kept = await readFile(join(import.meta.dirname, `${name}.html.eta`), 'utf8')
  expect(kept, `run: node services/mailer/src/mail/templates/compile-template.ts`).toBe(
    await compileTemplate(name),
  )
})
