import fc from 'fast-check'
import MailComposer from 'nodemailer/lib/mail-composer'
import { expect, test } from 'vitest'
import { smallerEncoding } from './encoded-size.ts'

test('what is counted is enough and not far too much, for every text', async () => {
  const unit = fc.constantFrom('word ', 'é', '模型', '=', '\n', '.', 'x', '😀', '<a href="#">')
  await fc.assert(
    fc.asyncProperty(fc.array(unit, { minLength: 100, maxLength: 400 }), async (units) => {
      const text = units.join('')
      const { encoding, bytes } = smallerEncoding([text])
      const composed = await new MailComposer({ text, textEncoding: encoding }).compile().build()
      const body = composed.length - composed.indexOf('\r\n\r\n') - 4
      expect(body).toBeLessThanOrEqual(bytes + 4)
      expect(bytes).toBeLessThan(body * 1.15 + 50)
    }),
    { numRuns: 60 },
  )
})
