import { describePipeline } from './pipeline.suite.ts'
import { startDistributed } from './system.ts'

describePipeline('distributed', startDistributed)
