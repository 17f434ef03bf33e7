/** Reports as servers write them, for tests. */
export const token = 'Tk_9-aZ'

export const original = [
  `Return-Path: <bounce+${token}@mail.example>`,
  'Message-ID: <issue-1@mail.example>',
  'To: ada@example.org',
  'Subject: Paper digest',
  `List-Unsubscribe: <https://papers.example/unsubscribe/${token}>, <mailto:unsub+${token}@mail.example>`,
].join('\r\n')

type Report = {
  to?: string
  kind?: string
  part?: string
  fields: string[]
  original?: string
  header?: string[]
}

export function aReport({
  to = `bounce+${token}@mail.example`,
  kind,
  part,
  fields,
  ...more
}: Report): Buffer {
  const lines = [
    'From: MAILER-DAEMON@mx.example.org (Mail Delivery System)',
    `To: ${to}`,
    'Subject: Undelivered Mail Returned to Sender',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    ...(more.header ?? []),
    `Content-Type: multipart/report; report-type=${kind ?? 'delivery-status'}; boundary="b"`,
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'This is the mail system at host mx.example.org.',
    '--b',
    `Content-Type: message/${part ?? 'delivery-status'}`,
    '',
    ...fields,
    '--b',
    'Content-Type: text/rfc822-headers',
    '',
    more.original ?? original,
    '',
    '--b--',
    '',
  ]
  return Buffer.from(lines.join('\r\n'))
}

export function aStatus(status: string, { action = 'failed', diagnosis = 'smtp; 550 no' } = {}): Buffer {
  const fields = [
    'Reporting-MTA: dns; mx.example.org',
    '',
    'Final-Recipient: rfc822; ada@example.org',
    `Action: ${action}`,
    `Status: ${status}`,
    `Diagnostic-Code: ${diagnosis}`,
  ]
  return aReport({ fields })
}

export function aComplaint(fields: string[], more: Partial<Report> = {}): Buffer {
  const report = { to: 'fbl@mail.example', kind: 'feedback-report', part: 'feedback-report', ...more }
  return aReport({ ...report, fields: ['User-Agent: Yahoo!-Mail-Feedback/2.0', 'Version: 1', ...fields] })
}
