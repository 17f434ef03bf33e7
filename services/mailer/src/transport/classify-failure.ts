import type { SendResult } from './mail-transport.ts'

const MAX_REASON = 500

// Said about the session or our login and not about a recipient, whatever the command: bad sequence of
// commands, authentication required, failed, too weak, and without the encryption it needs.
const ABOUT_THE_SESSION = new Set([503, 530, 534, 535, 538])

/**
 * What a failure of nodemailer says about the mail. `bodyStarted`: the server had asked for the message
 * and some of it was handed to the connection.
 */
export function classifyFailure(error: unknown, bodyStarted: boolean): Exclude<SendResult, { kind: 'sent' }> {
  const { command, responseCode, response, message } = error as Partial<
    Record<'command' | 'response' | 'message', string> & { responseCode: number }
  >
  const reason = oneLine(response || message || 'no reason given')
  const code = responseCode || null
  // An answer to the message says that it was not taken; without one nobody knows.
  if (bodyStarted && (code === null || code < 400)) return { kind: 'unknown', reason }
  if (code !== null && code >= 500 && code < 600 && !ABOUT_THE_SESSION.has(code)) {
    if (command === 'RCPT TO') return { kind: 'refused', code, reason, of: 'recipient' }
    if (command === 'DATA') return { kind: 'refused', code, reason, of: 'message' }
  }
  // A 5yz before the recipient was named (greeting, login, sender) is about us: it must suppress nobody.
  return { kind: 'retry', code, reason }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, MAX_REASON)
}
