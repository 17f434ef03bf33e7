import { describe } from 'vitest'
import { describeJobQueue } from './job-queue.suite.ts'

const url = process.env.TEST_REDIS_URL
if (!url)
  throw new Error('Set TEST_REDIS_URL to the address of a Redis whose data may be deleted; npm test does.')

describe('the job queue on Redis', () => describeJobQueue(url))
