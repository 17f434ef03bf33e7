import type { Format } from './format.ts'
import { jsonl } from './jsonl.ts'
import { trendingPage } from './trending-page.ts'

const list = [trendingPage, jsonl] as const

export type FormatName = (typeof list)[number]['name']

/** Every format Paperboy reads. A new one is a file of its own and an entry here. */
export const formats: readonly (Format & { name: FormatName })[] = list

export const formatNames: readonly FormatName[] = list.map(({ name }) => name)
