import { expect, test } from 'vitest'
import { definitionsIn } from './definitions.ts'

const found = (abstract: string, title = '') =>
  definitionsIn({ title, abstract }).map(({ short, long }) => `${short}: ${long}`)

test.each([
  ['We study retrieval-augmented generation (RAG) here.', ['rag: retrieval augmented generation']],
  ['Large language models (LLMs) and an LLM.', ['llm: large language models']],
  ['RAG (retrieval-augmented generation) is old.', ['rag: retrieval augmented generation']],
  ['the heat shock transcription factor (HSF1; a protein)', []],
  ['the heat shock factor 1 (HSF1; a protein)', ['hsf1: heat shock factor 1']],
  ['a convolutional neural network (CNN, for short)', ['cnn: convolutional neural network']],
  ['with the area under the curve (AUC) of', ['auc: area under the curve']],
  ['variational autoencoder (VAE)', ['vae: variational autoencoder']],
  ['It is over. Nothing (ON) here', []],
  ['see the figure (left) and the table (2019)', []],
  ['models (see Smith et al., 2020) of the kind (GPT-4)', []],
  ['as in (A) and (B)', []],
  ['Naïve Bayes ("NB") and “k nearest neighbours” (kNN)', ['nb: naive bayes', 'knn: k nearest neighbours']],
  ['( ((unclosed (X) ) (((', []],
])('%s', (text, expected) => expect(found(text)).toEqual(expected))

test('the title counts too, and the same definition twice is one', () => {
  const text = 'Graph neural networks (GNNs)'
  expect(found(`${text} are ${text}.`, text)).toEqual(['gnn: graph neural networks'])
})

test('no text takes long', () => {
  const started = performance.now()
  definitionsIn({ title: '('.repeat(20_000), abstract: `${'word '.repeat(50_000)}(WW) `.repeat(3) })
  definitionsIn({ title: '(AB) '.repeat(20_000), abstract: 'a. '.repeat(50_000) })
  expect(performance.now() - started).toBeLessThan(2_000)
})
