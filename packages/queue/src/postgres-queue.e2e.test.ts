import { describe } from 'vitest'
import { describeJobQueue } from './job-queue.suite.ts'

const url = process.env.TEST_DATABASE_URL
if (!url)
  throw new Error(
    'Set TEST_DATABASE_URL to the address of a Postgres whose data may be deleted; npm test does.',
  )

describe('the job queue on Postgres', () => describeJobQueue(url))
