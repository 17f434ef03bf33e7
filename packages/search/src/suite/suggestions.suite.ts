import { describe, expect, test } from 'vitest'
import type { MakeIndex } from '../paper-index.suite.ts'
import { aDocument, put } from './documents.ts'
import { withIndex } from './with-index.ts'

const titles = [
  'Large language models are few-shot learners',
  'Benchmarking Large Language Models in medicine',
  'Retrieval for a large language model',
  'Large Language Models: a survey',
  'Large languages of the Pacific',
  'Large-scale training of LLaMA-2',
  'Fine-tuning LLaMA-2 for code',
  'LLaMA-2 and its kin',
  'A survey on graph neural networks',
  'graph neural networks in chemistry',
  'Graph neural network pruning',
  'Graph neural networks',
  'GRAPH NEURAL NETWORKS',
  'Graph neural. Networks of minds',
  'Aggregation of α-synuclein in mice',
  'Modèles de langage à grande échelle',
  'State-of-the-art parsers',
  'The state of the art in vision',
  'State of the art reports',
  'Networks of the state',
]

/** What completes the words of a reader as they type. */
export function describeSuggestions(name: string, make: MakeIndex): void {
  describe(`${name}: suggestions`, () => {
    const fixture = withIndex(
      make,
      titles.map((title, n) => put(aDocument(n, { id: `t${n}`, title }))),
    )
    const suggest = (q: string, limit = 10) => fixture().index.suggest(q, limit)

    test('phrases that papers share come first, by use, and then titles by trend', async () => {
      expect(await suggest('large l')).toEqual([
        'large language models',
        'Large language models are few-shot learners',
        'Large Language Models: a survey',
        'Large languages of the Pacific',
        'Benchmarking Large Language Models in medicine',
        'Retrieval for a large language model',
        'Large-scale training of LLaMA-2',
      ])
    })

    test('a phrase is written as most titles write it, names keep their capitals, and it stands there once', async () => {
      expect((await suggest('llama')).slice(0, 2)).toEqual(['LLaMA-2', 'LLaMA-2 and its kin'])
      const graph = await suggest('graph neu')
      expect(graph[0]).toBe('graph neural networks')
      expect(new Set(graph.map((text) => text.toLowerCase())).size).toBe(graph.length)
      // A phrase does not go on behind a full stop, and "of the" ends none.
      expect(await suggest('state of')).toEqual([
        'state of the art',
        'State-of-the-art parsers',
        'State of the art reports',
        'The state of the art in vision',
        'Networks of the state',
      ])
    })

    test('a whole phrase is not completed by itself; only titles are', async () => {
      expect(await suggest('graph neural networks')).toEqual([
        'graph neural networks in chemistry',
        'Graph neural networks',
        'Graph neural. Networks of minds',
        'A survey on graph neural networks',
      ])
    })

    test('accents, Greek letters, punctuation and capitals do not matter', async () => {
      const expected = ['Aggregation of α-synuclein in mice']
      for (const q of ['alpha-syn', 'α-syn', 'Α SYNUCLEIN', 'aggregation: "alpha'])
        expect(await suggest(q), q).toEqual(expected)
      expect(await suggest('modeles de langage a')).toEqual(['Modèles de langage à grande échelle'])
    })

    test('what is misspelt and completes nothing is completed as it was meant', async () => {
      expect((await suggest('large langauge mod'))[0]).toBe('large language models')
      expect((await suggest('large langau'))[0]).toBe('large language models')
      expect((await suggest('grpah neu'))[0]).toBe('graph neural networks')
      expect(await suggest('xylo')).toEqual([])
    })

    test('any input is safe', async () => {
      for (const q of [
        '"',
        '(',
        'a*',
        '-',
        '\\',
        '🙂',
        '\0x',
        '\ud800',
        "';--",
        'AND OR NOT',
        '{"x":1}',
        '%_',
      ])
        expect(Array.isArray(await suggest(q)), q).toBe(true)
      for (const q of ['x'.repeat(500), 'graph '.repeat(83), 'é'.repeat(500), '. '.repeat(250)])
        expect(Array.isArray(await suggest(q))).toBe(true)
      expect(await suggest('g', 0)).toEqual([])
      expect(await suggest('g', 1)).toHaveLength(1)
    })
  })

  describe(`${name}: suggestions follow the papers`, () => {
    const fixture = withIndex(make)

    test('a phrase comes with the papers that use it, and goes with them', async () => {
      const { index, write } = fixture()
      const titled = (n: number, title: string, version: number) =>
        put(aDocument(n, { id: `p${n}`, title }), version)
      const phrases = async () => (await index.suggest('quant', 10)).filter((text) => text.length < 21)
      await write([titled(1, 'Quantum computing in Rome', 1), titled(2, 'On quantum computing and noise', 1)])
      expect(await phrases()).toEqual([])
      await write([titled(3, 'Why quantum computing is hard', 1)])
      expect(await phrases()).toEqual(['quantum computing'])
      await write([titled(2, 'On quantum chemistry and noise', 2)])
      expect(await phrases()).toEqual([])
      await write([titled(2, 'On quantum computing, again', 3)])
      expect(await phrases()).toEqual(['quantum computing'])
      await write([{ kind: 'delete', id: 'p1', version: 2 }])
      expect(await phrases()).toEqual([])
      expect(await index.suggest('rome', 10)).toEqual([])
    })

    test('so it is in a generation that was built anew', async () => {
      const { index, admin } = fixture()
      const next = await admin.create()
      const actions = [4, 5, 6].map((n) =>
        put(aDocument(n, { title: `Quantum error correction, part ${n}` })),
      )
      await index.write(actions, { index: next })
      await index.refresh(next)
      expect(await index.suggest('quantum err', 1)).not.toEqual(['quantum error correction'])
      await admin.promote(next)
      expect(await index.suggest('quantum err', 1)).toEqual(['quantum error correction'])
    })
  })
}
