import { parentPort, workerData } from 'node:worker_threads'
import type { SearchDocument } from '@paperboy/contracts'
import { type DocumentMatches, matchDocuments } from './match-documents.ts'

export type MatchInput = { queries: string[]; documents: SearchDocument[] }

const { queries, documents } = workerData as MatchInput
parentPort?.postMessage((await matchDocuments(queries, documents)) satisfies DocumentMatches)
