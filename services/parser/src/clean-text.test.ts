import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanText, cutText } from './clean-text.ts'

test.each([
  ['a &amp; b &lt;c&gt; &#39;d&#x27; AT&T &amp;lt; &unknown;', "a & b <c> 'd' AT&T &lt; &unknown;"],
  ['wrapped\r\n  lines \t join\u00a0here', 'wrapped lines join here'],
  ['a line end \\\\\nof Markdown\\', 'a line end of Markdown'],
  ['Cafe\u0301', 'Café'],
  [
    'zero\u200bwidth \u202eoverride\u202c \ufeffmark so\u00adft \u0000nul\u0007',
    'zerowidth override mark soft nul',
  ],
  ['half \ud83d pair', 'half \ufffd pair'],
  ['Gen\u200cerated', 'Generated'],
  ['می\u200cخواهم', 'می\u200cخواهم'],
  ['&#0;&#xd800;x&#9999999;', '\ufffdx&#9999999;'],
])('%j becomes %j', (given, clean) => {
  expect(cleanText(given)).toBe(clean)
})

test('never leaves what a database or a page would choke on', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const clean = cleanText(text)
      expect(clean.isWellFormed()).toBe(true)
      expect(clean).not.toMatch(/[\p{Cc}\u202a-\u202e]/u)
      expect(clean).toBe(clean.trim())
    }),
  )
})

test('a cut does not leave half a character', () => {
  expect(cutText('ab😀', 3)).toBe('ab')
})
