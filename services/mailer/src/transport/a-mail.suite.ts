import { anIssue } from '../mail/an-issue.suite.ts'
import { composeMail, type Mail } from '../mail/compose-mail.ts'
import { createSigner } from '../mail/dkim.ts'
import { oneMailbox } from '../mail/mail-address.ts'
import { renderIssue } from '../mail/render-issue.ts'

const compose = composeMail({
  from: oneMailbox('Paperboy <digest@news.example.org>'),
  sign: createSigner({}),
})

export function aMail(id = 'issue-1', address = 'ada@example.com'): Promise<Mail> {
  return compose({
    kind: 'issue',
    ...renderIssue(anIssue()),
    to: { address },
    messageId: `<${id}@news.example.org>`,
    date: new Date('2026-11-24T07:00:00Z'),
    bounceToken: 'token-1',
    list: { unsubscribe: 'https://news.example.org/unsubscribe/TOKEN' },
  })
}
