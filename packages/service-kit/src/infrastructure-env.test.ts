import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { settings } from './infrastructure-env.ts'
import { loadEnv } from './load-env.ts'

const addresses = {
  DATABASE_URL: 'postgres://paperboy@127.0.0.1/paperboy',
  QUEUE_URL: 'redis://127.0.0.1:6379',
  SEARCH_URL: 'sqlite:/var/lib/paperboy/search.db',
  SMTP_URL: 'file:/var/lib/paperboy/mail',
}

test('the addresses and the key are required, all else has the documented default', () => {
  const env = loadEnv(Type.Object(settings), { ...addresses, OPERATOR_KEY: '0123456789' })
  expect(env).toMatchObject({
    ...addresses,
    HOST: '127.0.0.1',
    PORT: 3000,
    DATA_DIR: './data',
    INGEST_SEEDS: true,
    MAX_DUMP_BYTES: 2_147_483_648,
    MAX_INFLATED_BYTES: 8_589_934_592,
    RATE_LIMIT_PER_MINUTE: 600,
    LOG_LEVEL: 'info',
    MAIL_FROM: 'Paperboy <digest@localhost>',
  })
  expect(env).not.toHaveProperty('PUBLIC_URL')
  expect(() => loadEnv(Type.Object(settings), {})).toThrowError(
    /DATABASE_URL is missing[\s\S]*SMTP_URL is missing/,
  )
})

test('a scheme that no adapter serves is a fault', () => {
  for (const name of ['DATABASE_URL', 'QUEUE_URL', 'SEARCH_URL', 'SMTP_URL'] as const) {
    expect(() => loadEnv(Type.Object({ [name]: settings[name] }), { [name]: 'gopher://host' })).toThrowError(
      name,
    )
  }
})

test.each(['digest@localhost', 'Paperboy <digest@news.example.org>', '"Papers, daily" <a@b.org>'])(
  '%s can send mails',
  (MAIL_FROM) => {
    expect(loadEnv(Type.Object({ MAIL_FROM: settings.MAIL_FROM }), { MAIL_FROM })).toEqual({ MAIL_FROM })
  },
)

test.each(['nobody', 'Paperboy', 'A <a@b', 'A <a@b.org>\nBcc: c@d.org', '<>'])(
  'a sender that is no address is a fault: %j',
  (MAIL_FROM) => {
    expect(() => loadEnv(Type.Object({ MAIL_FROM: settings.MAIL_FROM }), { MAIL_FROM })).toThrowError(
      'MAIL_FROM',
    )
  },
)

test('a wrong log level is a fault', () => {
  expect(() => loadEnv(Type.Object({ LOG_LEVEL: settings.LOG_LEVEL }), { LOG_LEVEL: 'loud' })).toThrowError(
    /LOG_LEVEL="loud"/,
  )
})

test.each([
  ['PUBLIC_URL', 'http://'],
  ['PUBLIC_URL', 'https://a host'],
  ['PUBLIC_URL', 'https://news.example.org/?page=1'],
  ['SMTP_URL', 'smtp://'],
  ['SMTP_URL', 'file:'],
  ['SMTP_URL', 'file:mails'],
  ['SMTP_URL', 'file://var/mail'],
  ['SMTP_URL', 'smtp://:25'],
  ['PUBLIC_URL', 'http://:3000'],
] as const)('%s="%s" leads nowhere and is a fault', (name, value) => {
  expect(() => loadEnv(Type.Object({ [name]: settings[name] }), { [name]: value })).toThrowError(name)
})

test.each([
  ['PUBLIC_URL', 'https://news.example.org/papers/'],
  ['PUBLIC_URL', 'http://[::1]:3000'],
  ['SMTP_URL', 'smtps://user:pass@mail.example.org:465?pool=true'],
  ['SMTP_URL', 'file:/var/lib/paperboy/mail'],
  ['SMTP_URL', 'file:///var/lib/paperboy/mail'],
] as const)('%s="%s" is good', (name, value) => {
  expect(loadEnv(Type.Object({ [name]: settings[name] }), { [name]: value })).toEqual({ [name]: value })
})
