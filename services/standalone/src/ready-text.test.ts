import { join, resolve } from 'node:path'
import { loadEnv } from '@paperboy/service-kit'
import { expect, test } from 'vitest'
import { readyText } from './ready-text.ts'
import { Env } from './settings.ts'

const url = 'http://127.0.0.1:3000'

function textOf(given: NodeJS.ProcessEnv = {}, terminal = false): string {
  return readyText({ ...loadEnv(Env, given), DATA_DIR: resolve('data') }, { url, terminal })
}

test('the line that programs wait for is the first, then comes where to go from there', () => {
  expect(textOf()).toBe(`paperboy ready http://127.0.0.1:3000
operators  http://127.0.0.1:3000/operator
their key  ${join('data', 'operator-key')}
mails      http://127.0.0.1:3000/mail (they stay on this machine)
inbox      ${join('data', 'inbox')}
`)
})

test('a key that was given is named, never shown', () => {
  const text = textOf({ OPERATOR_KEY: 'only-for-operators' })
  expect(text).toContain('\ntheir key  that of OPERATOR_KEY\n')
  expect(text).not.toContain('only-for-operators')
  expect(text).not.toContain('operator-key')
})

test('where a mail server takes the mails there is no page of them', () => {
  expect(textOf({ SMTP_URL: 'smtp://127.0.0.1:25' })).not.toContain('mails')
  expect(textOf({ SMTP_URL: 'file:/var/mail/paperboy' })).toContain('mails ')
})

test('a folder elsewhere has its whole path', () => {
  const elsewhere = resolve('..', 'inbox')
  expect(textOf({ INBOX_DIR: '../inbox' })).toContain(`\ninbox      ${elsewhere}\n`)
})

test('a terminal is told how to stop', () => {
  expect(textOf({}, true)).toMatch(/\nstop {7}Ctrl-C\n$/)
  expect(textOf()).not.toContain('Ctrl-C')
})
