import { existsSync } from 'node:fs'
import { AppError } from '@paperboy/service-kit'
import type { IndexAdmin, IndexedVersion } from '../paper-index.ts'
import type { Generations } from './generations.ts'
import type { WorkerClient } from './worker-client.ts'

const VERSIONS_PAGE = 5_000

type Deps = {
  files: Generations
  reader: WorkerClient
  writer: WorkerClient
  fileOf(index: string | undefined): string
}

export function sqliteAdmin({ files, reader, writer, fileOf }: Deps): IndexAdmin {
  return {
    current: async () => files.current(),
    async create() {
      const index = files.name()
      await writer.call('create', { file: files.file(index) })
      return index
    },
    // One of another schema is set aside when the index is opened.
    isUpToDate: (index) => files.list().includes(index),
    async promote(index) {
      if (!existsSync(files.file(index))) throw new AppError('NOT_FOUND', `There is no index ${index}.`)
      files.promote(index)
    },
    async drop(index) {
      const input = { file: files.file(index) }
      await Promise.all([reader.call('close', input), writer.call('close', input)])
      files.remove(index)
    },
    list: async () => files.list(),
    count: async (index) => reader.call('count', { file: fileOf(index) }),
    versions: (index) => versions(reader, files.file(index)),
    async ping() {
      await Promise.all([reader.call('ping', undefined), writer.call('ping', undefined)])
    },
  }
}

async function* versions(reader: WorkerClient, file: string): AsyncIterable<IndexedVersion> {
  let after = ''
  while (true) {
    const page = await reader.call('versions', { file, after, limit: VERSIONS_PAGE })
    yield* page
    const last = page.at(-1)
    if (page.length < VERSIONS_PAGE || !last) return
    after = last.id
  }
}
