import { createHmac, timingSafeEqual } from 'node:crypto'

const TOLERANCE_MS = 5 * 60_000
/** Two while a secret is being replaced, some to spare. */
const MAX_SIGNATURES = 5

type Clock = { now?: Date; toleranceMs?: number }

/**
 * Whether somebody who knows the secret signed this body just now. The header is `t=SECONDS,v1=HEX`, the
 * signature HMAC-SHA256 over `SECONDS.BODY`; several v1 are alternatives.
 */
export function verifyWebhook(
  body: Buffer,
  signatureHeader: string | undefined,
  secret: string,
  { now = new Date(), toleranceMs = TOLERANCE_MS }: Clock = {},
): boolean {
  // Without a secret everybody could sign.
  if (secret === '' || signatureHeader === undefined || signatureHeader.length > 1000) return false
  const fields = signatureHeader.split(',').map((field) => field.trim())
  const times = fields.filter((field) => field.startsWith('t=')).map((field) => field.slice(2))
  const signatures = fields.filter((field) => /^v1=[0-9a-f]{64}$/i.test(field)).slice(0, MAX_SIGNATURES)
  const [time] = times
  if (time === undefined || times.length > 1 || !/^\d{1,12}$/.test(time)) return false
  if (Math.abs(now.getTime() - Number(time) * 1000) > toleranceMs) return false
  const expected = createHmac('sha256', secret).update(`${time}.`).update(body).digest()
  const matches = signatures.map((field) => timingSafeEqual(Buffer.from(field.slice(3), 'hex'), expected))
  return matches.includes(true)
}
