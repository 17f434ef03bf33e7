import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { loadEnv } from './load-env.ts'

const Env = Type.Object({
  PORT: Type.Integer({ minimum: 1, maximum: 65535, default: 3000, description: 'port of the gateway' }),
  FLAG: Type.Boolean({ default: true }),
  KEY: Type.String({ minLength: 3, description: 'operator key' }),
})

test('variables are converted and defaults applied', () => {
  expect(loadEnv(Env, { PORT: '4000', FLAG: 'false', KEY: 'abc', OTHER: 'x' })).toEqual({
    PORT: 4000,
    FLAG: false,
    KEY: 'abc',
  })
})

test('every fault is listed at once, by name', () => {
  expect(() => loadEnv(Env, { PORT: 'many' })).toThrowError(
    /PORT="many"[\s\S]*KEY is missing \(operator key\)|KEY is missing \(operator key\)[\s\S]*PORT="many"/,
  )
})

test('a faulty address or key is named but not shown', () => {
  const Secrets = Type.Object({ DATABASE_URL: Type.String({ pattern: '^postgres://' }) })
  const load = () => loadEnv(Secrets, { DATABASE_URL: 'mysql://user:hunter2@host/db' })
  expect(load).toThrowError(/DATABASE_URL=…/)
  expect(load).not.toThrowError(/hunter2/)
})

test('what is wrong with several variables at once stands in the same list', () => {
  const together = () => ['FROM and TO go together']
  expect(() => loadEnv(Env, { PORT: 'many', KEY: 'abc' }, together)).toThrowError(
    /PORT="many".*\n.*FROM and TO go together/,
  )
})
