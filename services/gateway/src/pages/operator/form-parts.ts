import type { MultipartFields, MultipartFile } from '@fastify/multipart'
import { AppError } from '@paperboy/service-kit'
import type { FastifyRequest } from 'fastify'
import type { CheckForm } from './doorkeeper.ts'

const MAX_FIELDS = 10
const MAX_FIELD_BYTES = 1_000

type Options = { maxBytes: number; checkForm: CheckForm }

/**
 * The file of a form and the fields ahead of it. Its bytes are read as they come; the session's field
 * is checked before the first of them is taken.
 */
export async function fileOf(request: FastifyRequest, { maxBytes, checkForm }: Options) {
  if (!request.isMultipart()) throw new AppError('BAD_REQUEST', 'Choose a file.')
  const limits = { files: 1, fields: MAX_FIELDS, fieldSize: MAX_FIELD_BYTES, fileSize: maxBytes + 1 }
  const part = await request.file({ limits, throwFileSizeLimit: false })
  const fields = part?.fields ?? {}
  checkForm(request, fieldOf(fields, 'csrf'))
  if (!part?.filename) throw new AppError('BAD_REQUEST', 'Choose a file.')
  return { file: { name: part.filename, bytes: limited(part, maxBytes, request) }, fields }
}

export function fieldOf(fields: MultipartFields, name: string): string {
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined
  const one = Array.isArray(field) ? field[0] : field
  return one?.type === 'field' ? String(one.value).trim() : ''
}

async function* limited(
  { file }: MultipartFile,
  maxBytes: number,
  request: FastifyRequest,
): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const chunk of file as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > maxBytes)
      throw new AppError('DUMP_TOO_LARGE', `A file may have ${maxBytes} bytes at most. Split it.`)
    yield chunk
  }
  if (request.raw.complete === false && request.raw.destroyed)
    throw new AppError('BAD_REQUEST', 'The upload was cut off. Nothing was stored.')
}
