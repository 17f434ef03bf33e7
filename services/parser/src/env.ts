import { settings } from '@paperboy/service-kit'
import { Type } from 'typebox'

const { DATABASE_URL, QUEUE_URL, LOG_LEVEL, HOST, HEALTH_PORT } = settings

/** The variables of a parser that runs as a process of its own. */
export const ParserEnv = Type.Object({ DATABASE_URL, QUEUE_URL, LOG_LEVEL, HOST, HEALTH_PORT })
