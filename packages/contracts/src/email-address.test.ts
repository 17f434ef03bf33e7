import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emailKey, parseEmailAddress, readEmailAddress } from './email-address.ts'

const long = (n: number) => 'a'.repeat(n)

describe('an address that is taken', () => {
  test.each([
    ['ada@example.org', 'ada@example.org'],
    ['ada+papers@example.org', 'ada+papers@example.org'],
    ['  Ada@Example.ORG\t', 'Ada@example.org'],
    ["o'brien!#$%&*/=?^_`{|}~-@b.test", "o'brien!#$%&*/=?^_`{|}~-@b.test"],
    ['mueller@bücher.example', 'mueller@xn--bcher-kva.example'],
    ['a@例え。テスト', 'a@xn--r8jz45g.xn--zckzah'],
    ['a@xn--bcher-kva.example', 'a@xn--bcher-kva.example'],
    ['a@sub.b-c.co.uk', 'a@sub.b-c.co.uk'],
    [`${long(64)}@b.test`, `${long(64)}@b.test`],
  ])('%j', (text, address) => {
    expect(parseEmailAddress(text)).toBe(address)
  })
})

describe('what is not one plain address is refused', () => {
  test.each([
    ['a list', 'a@b.test, c@d.test'],
    ['a list with semicolons', 'a@b.test;c@d.test'],
    ['two addresses', 'a@b.test c@d.test'],
    ['a name', 'x<a@b.test>'],
    ['angle brackets', '<a@b.test>'],
    ['a group', 'group:a@b.test;'],
    ['a comment', 'a(x)@b.test'],
    ['a comment in the domain', 'a@b.test (x)'],
    ['a header after it', 'a@b.test\r\nBcc: c@d.test'],
    ['a bare line feed after it', 'a@b.test\n'],
    ['an SMTP command', 'a@b.test\r\nRCPT TO:<evil@z.test>'],
    ['a line separator', 'a@b.test\u2028'],
    ['a NUL', 'a\0@b.test'],
    ['a quoted local part', '"a b"@c.test'],
    ['a quoted local part with @', '"a@b"@c.test'],
    ['an IP literal', 'a@[1.2.3.4]'],
    ['an IP address', 'a@1.2.3.4'],
    ['an IP address in hexadecimal', 'a@0x7f.1'],
    ['two dots', 'a..b@c.test'],
    ['a dot first', '.a@c.test'],
    ['a dot last', 'a.@c.test'],
    ['a dot at the end of the domain', 'a@c.test.'],
    ['two dots in the domain', 'a@b..test'],
    ['a hyphen first in the domain', 'a@-b.test'],
    ['an underscore in the domain', 'a@b_c.test'],
    ['an international local part', 'müller@bücher.example'],
    ['a percent escape in the domain', 'a@b%2etest'],
    ['an encoded @ in the domain', 'a@b%40c.test'],
    ['a wide comma', 'a@b.test，c@d.test'],
    ['a wide @', 'a＠b.test'],
    ['a character that unfolds into a slash', 'a@℀b.test'],
    ['a port', 'a@b.test:25'],
    ['a path', 'a@b.test/c'],
    ['a source route', '@c.test:a@b.test'],
    ['a URL', 'mailto:a@b.test'],
    ['no domain', 'a@'],
    ['no local part', '@b.test'],
    ['no @', 'a.b.test'],
    ['a host without a dot', 'a@localhost'],
    ['nothing', ''],
    ['blanks', '   '],
    ['a long local part', `${long(65)}@b.test`],
    ['a long label', `a@${long(64)}.test`],
    ['a long domain', `a@${`${long(60)}.`.repeat(5)}test`],
    ['a megabyte', `${long(1e6)}@b.test`],
    ['a megabyte of @', '@'.repeat(1e6)],
  ])('%s', (_, text) => {
    expect(parseEmailAddress(text)).toBeNull()
  })

  test('and the reason says what to do', () => {
    expect(readEmailAddress('müller@b.test')).toMatchObject({ reason: expect.stringContaining('ASCII') })
    expect(readEmailAddress('A <a@b.test>')).toMatchObject({ reason: expect.stringContaining('one plain') })
  })
})

test('whatever comes out has one @, no blanks or specials, fits a path, and comes out again as it is', () => {
  const piece = fc.constantFrom(
    'a',
    'B',
    '@',
    '.',
    ',',
    '<',
    '"',
    '\r\n',
    'ü',
    '。',
    '%40',
    '[',
    '例',
    '-',
    ' ',
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece, { maxLength: 12 }).map((parts) => `a@b${parts.join('')}.test`),
    fc.emailAddress(),
  )
  fc.assert(
    fc.property(text, (input) => {
      const address = parseEmailAddress(input)
      if (address === null) return
      expect(address).toMatch(/^[^\s@,;:<>()[\]"\\]{1,64}@[a-z0-9.-]+\.[a-z0-9-]+$/)
      expect(address.length).toBeLessThanOrEqual(254)
      expect(parseEmailAddress(address)).toBe(address)
    }),
    { numRuns: 2000 },
  )
})

test('one subscriber has one key, however the address is typed', () => {
  expect(emailKey('Ada+Papers@Example.org')).toBe(emailKey('ada+papers@example.ORG'))
})
