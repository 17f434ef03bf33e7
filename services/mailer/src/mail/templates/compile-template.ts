import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import mjml2html from 'mjml'

export const templateNames = ['issue', 'confirmation'] as const

/**
 * MJML to the HTML template that is kept beside it. Done when a template changes and not when a mail is
 * sent: MJML takes a second to load and 100 MB of memory. The test fails when they differ.
 */
export async function compileTemplate(name: (typeof templateNames)[number]): Promise<string> {
  const filePath = join(import.meta.dirname, `${name}.mjml`)
  const { html, errors } = await mjml2html(await readFile(filePath, 'utf8'), {
    filePath,
    fonts: {},
    ignoreIncludes: false,
    keepComments: false,
    validationLevel: 'strict',
  })
  if (errors.length > 0) throw new Error(errors.map((error) => error.formattedMessage).join('\n'))
  const lines = html.split('\n').map((line) => line.trim())
  return `${lines.filter((line) => line !== '').join('\n')}\n`
}

if (import.meta.main) {
  for (const name of templateNames) {
    await writeFile(join(import.meta.dirname, `${name}.html.eta`), await compileTemplate(name))
  }
}
