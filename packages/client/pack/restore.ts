import { rmSync } from 'node:fs'
import { dist } from './build.ts'
import { restoreManifest } from './manifest.ts'

await restoreManifest()
rmSync(dist, { recursive: true, force: true })
