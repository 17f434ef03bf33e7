import { randomBytes } from 'node:crypto'
import pg from 'pg'

export type TestDatabase = { url: string; drop: () => Promise<void> }

type Prepare = (url: string) => Promise<unknown>

/** Callers in several processes take turns while one of them prepares the template. */
const TEMPLATE_LOCK = 7_240_311

/**
 * A database of its own for a test file: a copy of a template that `prepare` (migrations, usually) fills
 * once per server and `template` name. `drop` ends its connections and deletes it.
 */
export async function createTestDatabase(
  adminUrl: string,
  prepare: Prepare,
  template = `paperboy_template_${process.env.TEST_RUN_ID ?? process.ppid}`,
): Promise<TestDatabase> {
  const name = `paperboy_test_${randomBytes(6).toString('hex')}`
  await asAdmin(adminUrl, async (admin) => {
    await admin.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK])
    await makeTemplate(admin, adminUrl, template, prepare)
    await admin.query(`create database ${quoted(name)} template ${quoted(template)} strategy wal_log`)
  })
  const drop = (): Promise<void> =>
    asAdmin(adminUrl, async (admin) => {
      await admin.query(`drop database if exists ${quoted(name)} with (force)`)
    })
  return { url: withDatabase(adminUrl, name), drop }
}

async function makeTemplate(
  admin: pg.Client,
  adminUrl: string,
  template: string,
  prepare: Prepare,
): Promise<void> {
  const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [template])
  if (rowCount) return
  // Under another name until it is whole, so that a failed `prepare` leaves no broken template.
  const draft = `${template}_draft`
  await admin.query(`drop database if exists ${quoted(draft)} with (force)`)
  await admin.query(`create database ${quoted(draft)}`)
  await prepare(withDatabase(adminUrl, draft))
  await admin.query(`alter database ${quoted(draft)} rename to ${quoted(template)}`)
}

async function asAdmin(url: string, work: (admin: pg.Client) => Promise<void>): Promise<void> {
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  try {
    await work(admin)
  } finally {
    await admin.end()
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
