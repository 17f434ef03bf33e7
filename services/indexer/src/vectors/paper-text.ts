import { createHash } from 'node:crypto'
import { readable } from '@paperboy/text'

/** What a paper is embedded by: the text that is searched by words too. */
export function paperText({ title, abstract }: { title: string; abstract: string | null }): string {
  return `${readable(title)}\n${readable(abstract ?? '')}`.trim()
}

export const textHash = (text: string): string => createHash('sha256').update(text).digest('base64url')
