import { StringDecoder } from 'node:string_decoder'
import type { SourceEntry } from '@paperboy/contracts'
import { type HtmlPage, htmlPage } from './captured/html-lines.ts'
import { capturedPage } from './captured-page.ts'
import { DumpCut } from './dump-error.ts'
import { toUtf8 } from './encoding.ts'
import type { Format, ReadContext, Sample } from './format.ts'
import { hfRecord } from './hf-daily.ts'
import { objects } from './json/fields.ts'
import { reject, truncated } from './reject.ts'

/** The HTML of the trending or daily page: the data it carries for its scripts, else what it shows. */
export const pageHtml = {
  name: 'page-html',
  ranks: true,
  abstractRequired: true,
  detect,
  read,
} as const satisfies Format

/** A page is some hundred kilobytes. */
const MAX_PAGE_CHARS = 16 * 1024 * 1024

async function* read(input: AsyncIterable<Uint8Array>, context: ReadContext): AsyncGenerator<SourceEntry> {
  const { html, fault } = await whole(input)
  const page = htmlPage(html)
  const items = page.props.flatMap(itemsOf)
  if (items.length > 0) {
    for (const [at, item] of items.entries()) yield fromData(`item ${at + 1}`, item)
  } else yield* shown(page, context)
  if (fault) yield fault
}

async function whole(input: AsyncIterable<Uint8Array>): Promise<{ html: string; fault: SourceEntry | null }> {
  const decoder = new StringDecoder('utf8')
  let html = ''
  try {
    for await (const bytes of toUtf8(input)) {
      html += decoder.write(bytes)
      if (html.length <= MAX_PAGE_CHARS) continue
      const reason = `The page is longer than ${MAX_PAGE_CHARS} characters; what comes after them was not read.`
      return { html, fault: reject('the end of the page', 'PAGE_TOO_LONG', reason, '') }
    }
  } catch (error) {
    if (!(error instanceof DumpCut)) throw error
    return { html, fault: truncated('the end of the page', '') }
  }
  return { html: html + decoder.end(), fault: null }
}

function itemsOf(props: string): Record<string, unknown>[] {
  try {
    const data: unknown = JSON.parse(props)
    return typeof data === 'object' && data !== null && 'dailyPapers' in data ? objects(data.dailyPapers) : []
  } catch {
    return []
  }
}

function fromData(position: string, item: Record<string, unknown>): SourceEntry {
  const record = hfRecord(position, item)
  return (
    record ?? reject(position, 'MISSING_TITLE', 'The item has no title.', JSON.stringify(item).slice(0, 800))
  )
}

/** What people see, read as a capture of it. Its lines are not those of the HTML: positions count papers. */
async function* shown({ lines }: HtmlPage, context: ReadContext): AsyncGenerator<SourceEntry> {
  async function* text() {
    yield Buffer.from(lines.join('\n'))
  }
  let number = 0
  for await (const entry of capturedPage.read(text(), context)) {
    number += 1
    yield { ...entry, position: `paper ${number}` }
  }
}

function detect(sample: Sample): number {
  const text = sample.page ?? sample.text
  if (!/^[\s\ufeff]*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]{0,2000}-->\s*){0,5}(?:<!doctype html|<html)/i.test(text))
    return 0
  const isOfTheSite =
    /get trending papers in your email/i.test(text) || /&quot;dailyPapers&quot;|"dailyPapers"/.test(text)
  const links = text.match(/href="(?:https:\/\/huggingface\.co)?\/papers\/\d{4}\.\d{4,5}/g)?.length ?? 0
  return isOfTheSite || links > 2 ? 0.97 : 0
}
