import type { IssueContent } from '../mail/issue-content.ts'

/** The links of a subscriber's mails. The token is the key to the subscription: only the mail has it. */
export function mailLinks(publicUrl: string, token: string, date: string): IssueContent['links'] {
  return {
    web: `${publicUrl}/digest/${date}`,
    archive: `${publicUrl}/digest/${date}`,
    manage: `${publicUrl}/subscription/${token}`,
    unsubscribe: `${publicUrl}/unsubscribe/${token}`,
  }
}
