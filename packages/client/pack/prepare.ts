import { build } from './build.ts'
import { publishManifest } from './manifest.ts'

build()
await publishManifest()
