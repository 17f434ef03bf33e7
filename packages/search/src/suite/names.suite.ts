import { describe, expect, test } from 'vitest'
import type { MakeIndex } from '../paper-index.suite.ts'
import { aDocument, put } from './documents.ts'
import { ids, withIndex } from './with-index.ts'

/** The id is the title. */
const titles =
  `GPT-4 report|GPT4 in use|GPT 4 again|GPT-3.5 Turbo|C++ templates|C++11 threads|C# and .NET Core
The C language|Neural nets on example.net|α-synuclein folds|alpha-synuclein folds|k-means|kmeans everywhere
LLaMA-2 opened|Llama2 chat|Llama 2 safety|CLIP/BLIP compared|ResNet50 trained|ResNet-50 pruned|T5 models|T cells, 5 of them
A state-of-the-art survey|The state of the art|Behaviour of coloured fibres|Behavior of colored fibers
Optimisation of haemoglobin|optimization of hemoglobin|Supervising|Supervision|email|e-mail|Naïve Bayes|COVID19|COVID-19 waves
深度学习在自然语言处理中的应用|图像识别的学习方法|基于BERT的文本分类|ディープラーニングによる画像認識`
    .split(/[|\n]/)
    .map((title) => title.trim())

/** Queries, and what a reader expects each to find by relevance. */
const expectations: [query: string, found: string[]][] = [
  ['GPT-4', ['GPT-4 report', 'GPT4 in use', 'GPT 4 again']],
  ['GPT4', ['GPT-4 report', 'GPT4 in use', 'GPT 4 again']],
  ['gpt 4', ['GPT-4 report', 'GPT4 in use', 'GPT 4 again']],
  ['"GPT-4"', ['GPT-4 report', 'GPT 4 again']],
  ['GPT-3.5', ['GPT-3.5 Turbo']],
  ['C++', ['C++ templates', 'C++11 threads']],
  ['"C++"', ['C++ templates', 'C++11 threads']],
  ['C++11', ['C++11 threads', 'C++ templates']],
  ['C#', ['C# and .NET Core']],
  ['.NET', ['C# and .NET Core']],
  ['dotnet', ['C# and .NET Core']],
  ['neural net', ['Neural nets on example.net']],
  ['α-synuclein', ['α-synuclein folds', 'alpha-synuclein folds']],
  ['alpha synuclein', ['α-synuclein folds', 'alpha-synuclein folds']],
  ['"alpha synuclein"', ['α-synuclein folds', 'alpha-synuclein folds']],
  ['alphasynuclein', ['α-synuclein folds', 'alpha-synuclein folds']],
  ['k-means', ['k-means', 'kmeans everywhere']],
  ['kmeans', ['k-means', 'kmeans everywhere']],
  ['LLaMA-2', ['LLaMA-2 opened', 'Llama2 chat', 'Llama 2 safety']],
  ['llama2', ['LLaMA-2 opened', 'Llama2 chat', 'Llama 2 safety']],
  ['CLIP', ['CLIP/BLIP compared']],
  ['CLIP/BLIP', ['CLIP/BLIP compared']],
  ['ResNet-50', ['ResNet50 trained', 'ResNet-50 pruned']],
  ['ResNet50', ['ResNet50 trained', 'ResNet-50 pruned']],
  ['T5', ['T5 models']],
  ['state-of-the-art', ['A state-of-the-art survey', 'The state of the art']],
  ['behaviour fiber', ['Behaviour of coloured fibres', 'Behavior of colored fibers']],
  ['color', ['Behaviour of coloured fibres', 'Behavior of colored fibers']],
  ['optimizing hemoglobin', ['Optimisation of haemoglobin', 'optimization of hemoglobin']],
  ['supervised', ['Supervising', 'Supervision']],
  ['"behaviour of"', ['Behaviour of coloured fibres']],
  ['e-mail', ['email', 'e-mail']],
  ['email', ['email', 'e-mail']],
  ['naive bayes', ['Naïve Bayes']],
  ['covid-19', ['COVID19', 'COVID-19 waves']],
  ['深度学习', ['深度学习在自然语言处理中的应用']],
  ['学习', ['深度学习在自然语言处理中的应用', '图像识别的学习方法']],
  ['自然语言处理', ['深度学习在自然语言处理中的应用']],
  ['图像 学习', ['图像识别的学习方法']],
  ['"语言处理"', ['深度学习在自然语言处理中的应用']],
  ['title:识别', ['图像识别的学习方法']],
  ['BERT文本', ['基于BERT的文本分类']],
  ['bert', ['基于BERT的文本分类']],
  ['画像認識', ['ディープラーニングによる画像認識']],
  ['ﾃﾞｨｰﾌﾟ', ['ディープラーニングによる画像認識']],
]

/** Names of models, languages and substances, however they are written. */
export function describeNames(name: string, make: MakeIndex): void {
  describe(`${name}: names`, () => {
    const fixture = withIndex(
      make,
      titles.map((title, n) => put(aDocument(n, { id: title, title, ids: [] }))),
    )

    test.each(expectations)('%s', async (q, found) => {
      const page = await fixture().find({ q })
      expect(ids(page).sort()).toEqual([...found].sort())
      expect(page.notice).toBeUndefined()
    })

    test.each([
      ['GPT4', ['<mark>GPT-4</mark> report', '<mark>GPT4</mark> in use', '<mark>GPT 4</mark> again']],
      ['C++', ['<mark>C++</mark> templates', '<mark>C++</mark>11 threads']],
      ['.NET', ['C# and <mark>.NET</mark> Core']],
      ['kmeans', ['<mark>k-means</mark>', '<mark>kmeans</mark> everywhere']],
      ['语言', ['深度学习在自然<mark>语言</mark>处理中的应用']],
    ])('%s is marked, however it is written', async (q, marked) => {
      const { hits } = await fixture().find({ q, highlight: true })
      expect(hits.map(({ highlight }) => highlight?.title).sort()).toEqual([...marked].sort())
    })

    test('the form that was typed comes first', async () => {
      const { find } = fixture()
      expect(ids(await find({ q: 'k-means' }))[0]).toBe('k-means')
      expect(ids(await find({ q: 'e-mail' }))[0]).toBe('e-mail')
    })
  })
}
