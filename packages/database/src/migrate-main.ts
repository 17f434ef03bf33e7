import { loadEnv } from '@paperboy/service-kit'
import { Type } from 'typebox'
import { migrate } from './migrate.ts'

/** The one deploy step that changes the schema; services only check it. */
const env = loadEnv(Type.Object({ DATABASE_URL: Type.String({ description: 'postgres://…' }) }))
const applied = await migrate(env.DATABASE_URL)
process.stdout.write(applied.length > 0 ? `migrated: ${applied.join(', ')}\n` : 'the schema is current\n')
