import { expect, test } from 'vitest'
import { findings } from './findings.ts'

test('a guess is a sentence, and ends as one', async () => {
  const guesses = [{ guess: 'The year was taken from the page.', count: 1_200, position: 'line 59' }]
  const shown = String(await findings({ guesses, rejected: [], withoutAbstract: 0, withdrawn: 0 }))
  expect(shown).toContain('<li>1,200 × guessed: The year was taken from the page. First at line 59.</li>')
})
