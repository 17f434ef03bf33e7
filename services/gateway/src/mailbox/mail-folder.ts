import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ParsedMail, simpleParser } from 'mailparser'

export type MailSummary = { name: string; date: Date | null; to: string; subject: string }
export type StoredMail = { raw: Buffer; parsed: ParsedMail }

export type MailFolder = {
  /** Newest first; `total` counts all. */
  list(page: { limit: number; offset: number }): Promise<{ total: number; mails: MailSummary[] }>
  /** Null for every name that the folder does not list. */
  open(name: string): Promise<StoredMail | null>
}

/** Only the given parts: making text from HTML costs time, and inlined pictures are not wanted. */
const PARSE = { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true, skipTextLinks: true }

/** Mails that the file transport put into a folder. Their names begin with their time. */
export function mailFolder(folder: string): MailFolder {
  const open = async (name: string): Promise<StoredMail> => {
    const raw = await readFile(join(folder, name))
    return { raw, parsed: await simpleParser(raw, PARSE) }
  }
  return {
    async list({ limit, offset }) {
      const names = (await namesIn(folder)).sort().reverse()
      const shown = await Promise.all(
        names.slice(offset, offset + limit).map(async (name) => summaryOf(name, (await open(name)).parsed)),
      )
      return { total: names.length, mails: shown }
    },
    // What a caller names is looked up, never made a path of.
    open: async (name) => ((await namesIn(folder)).includes(name) ? open(name) : null),
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    // A link could lead out of the folder.
    return entries.filter((entry) => entry.isFile() && entry.name.endsWith('.eml')).map(({ name }) => name)
  } catch (error) {
    // The first mail makes the folder.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function summaryOf(name: string, { date, to, subject }: ParsedMail): MailSummary {
  return { name, date: date ?? null, to: recipients(to), subject: subject ?? '' }
}

export function recipients(to: ParsedMail['to']): string {
  return (Array.isArray(to) ? to : [to]).map((each) => each?.text ?? '').join(', ')
}
