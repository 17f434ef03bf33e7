import { encode as quotedPrintable, wrap } from 'nodemailer/lib/qp'

const BASE64_LINE = 76

export type TextEncoding = 'quoted-printable' | 'base64'

/** The encoding that makes a body smaller: base64 where most letters are not ASCII. */
export function smallerEncoding(bodies: string[]): { encoding: TextEncoding; bytes: number } {
  const readable = bodies.reduce((sum, body) => sum + quotedPrintableBytes(body), 0)
  const dense = bodies.reduce((sum, body) => sum + base64Bytes(body), 0)
  return readable <= dense
    ? { encoding: 'quoted-printable', bytes: readable }
    : { encoding: 'base64', bytes: dense }
}

function quotedPrintableBytes(body: string): number {
  return wrap(quotedPrintable(body)).length + newlines(body)
}

function base64Bytes(body: string): number {
  const characters = Math.ceil((Buffer.byteLength(body) + newlines(body)) / 3) * 4
  return characters + Math.ceil(characters / BASE64_LINE) * 2
}

// A line feed goes out as two bytes.
function newlines(body: string): number {
  return body.split('\n').length - 1
}
