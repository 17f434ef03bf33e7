import { describePipeline } from './pipeline.suite.ts'
import { startEmbedded } from './system.ts'

describePipeline('embedded', startEmbedded)
