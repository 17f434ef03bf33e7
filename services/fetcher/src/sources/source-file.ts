import { readFile } from 'node:fs/promises'
import { SourceConfig, sourceFaults } from '@paperboy/contracts'
import { formatAliases, formatNames } from '@paperboy/formats'
import { EnvError } from '@paperboy/service-kit'
import { Type } from 'typebox'
import { Value } from 'typebox/value'

const FORMATS = [...formatNames, ...formatAliases]
const SourceFile = Type.Array(SourceConfig)

/** The file that SOURCES names. Throws one EnvError that names the place of every fault. */
export async function readSourceFile(path: string): Promise<SourceConfig[]> {
  const given = await readJson(path)
  const value = Value.Default(SourceFile, given)
  const faults = Value.Errors(SourceFile, value).map(
    ({ instancePath, message }) => `SOURCES: ${path}${instancePath || '/'} ${message}`,
  )
  if (faults.length > 0) throw new EnvError([...new Set(faults)])
  const sources = value as SourceConfig[]
  const names = sources.map(({ name }) => name)
  const meant = sources.flatMap((source, at) => {
    const twice = names.indexOf(source.name) === at ? [] : [`name: "${source.name}" is there twice`]
    return [...twice, ...sourceFaults(source, FORMATS)].map((fault) => `SOURCES: ${path}/${at}/${fault}`)
  })
  if (meant.length > 0) throw new EnvError(meant)
  return sources
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    throw new EnvError([`SOURCES: ${path} cannot be read as JSON: ${(error as Error).message}`])
  }
}
