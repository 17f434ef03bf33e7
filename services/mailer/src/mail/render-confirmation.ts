import type { ConfirmationContent, RenderedMail } from './issue-content.ts'
import { loadTemplate } from './load-template.ts'
import { wrap } from './wrap.ts'

const SUBJECT = 'Confirm your Paperboy subscription'
const PREVIEW = 'One step left: open the page and press its button.'

type Data = ConfirmationContent & { subject: string; preview: string }
const toHtml = loadTemplate<Data>('confirmation')

/** The mail of the double opt-in; its link shows a page with a button, so that a scanner confirms nothing. */
export function renderConfirmation({ links }: ConfirmationContent): RenderedMail {
  const html = toHtml({ subject: SUBJECT, preview: PREVIEW, links })
  const text = [
    ...wrap("Somebody asked for Paperboy's mails of new research papers at this address."),
    'If that was you, open the page and press its button:',
    '',
    links.confirm,
    '',
    ...wrap('If it was not you, do nothing: without a confirmation there are no mails.'),
    'The link works for three days.',
    '',
    'Never write to this address again:',
    links.unsubscribe,
    '',
  ]
  return { subject: SUBJECT, html, text: text.join('\n') }
}
