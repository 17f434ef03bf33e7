import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stem } from '../text/stem.ts'
import type { QueryNode } from './ast.ts'
import { MAX_TERMS } from './lex.ts'
import { parseQuery } from './parse.ts'

/** An AST as a short line, so that tests read. */
function show(node: QueryNode): string {
  switch (node.kind) {
    case 'all':
    case 'none':
      return node.kind
    case 'word':
      return node.field === 'any' ? node.stem : `${node.field}:${node.stem}`
    case 'phrase':
      return `${node.field === 'any' ? '' : `${node.field}:`}"${node.words.join(' ')}"`
    case 'prefix':
      return `${node.field === 'any' ? '' : `${node.field}:`}${node.prefix}*`
    case 'category':
    case 'id':
      return `${node.kind}:${node.values.join('|')}${node.prefix ? '*' : ''}`
    case 'most':
      return `${node.minimum}of(${node.words.map(show).join(' ')})`
    case 'and':
      return `(${node.nodes.map(show).join(' & ')})`
    case 'or':
      return `(${node.nodes.map(show).join(' | ')})`
    case 'not':
      return `-${show(node.node)}`
  }
}

const cases: [query: string, shown: string][] = [
  ['', 'all'],
  ['   ', 'all'],
  ['*', 'all'],
  ['networks', 'network'],
  ['Neural NETWORKS', '(neural & network)'],
  ['the structure of networks', '(structur & network)'],
  ['the of', '(the & of)'],
  ['GPT-4', '(gpt & 4)'],
  ['one two three five six seven', '5of(on two three five six seven)'],
  ['"Variational  Auto-Encoder"', '"variational auto encoder"'],
  ['“curly quotes”', '"curly quotes"'],
  ['graph -neural', '(graph & -neural)'],
  ['-neural', '-neural'],
  ['-"graph network"', '-"graph network"'],
  ['-title:graph', '-title:graph'],
  ['gener*', 'gener*'],
  ['state-of*', '(state & of*)'],
  ['cats AND dogs', '(cat & dog)'],
  ['cats OR dogs birds', '(cat | (dog & bird))'],
  ['(cats OR dogs) birds', '((cat | dog) & bird)'],
  ['cats NOT dogs', '(cat & -dog)'],
  ['NOT dogs', '-dog'],
  ['cats AND NOT (dogs OR birds)', '(cat & -(dog | bird))'],
  ['cats -(dogs birds)', '(cat & -(dog & bird))'],
  ['a cat OR the dog', '(cat | dog)'],
  ['the AND cat', '(the & cat)'],
  ['title:Networks', 'title:network'],
  ['Title:Networks', 'title:network'],
  ['title:"Deep networks"', 'title:"deep networks"'],
  ['abstract:gener*', 'abstract:gener*'],
  ['author:Müller', 'author:"muller"'],
  ['author:"Jean-Luc Picard"', 'author:"jean luc picard"'],
  ['author:"Picard, Jean-Luc"', 'author:"jean luc picard"'],
  ['author:"van Gogh, Vincent"', 'author:"vincent van gogh"'],
  ['author:"University of California, Berkeley"', 'author:"university of california berkeley"'],
  ['"T$^2$: scaling"', '"t2 scaling"'],
  [String.raw`title:"the Fr\'echet distance"`, 'title:"the frechet distance"'],
  [String.raw`"under $L_p$-norm" OR "Solim\~oes"`, '("under lp norm" | "solimoes")'],
  [String.raw`\"deep learning\"`, '"deep learning"'],
  ['トランスフォーマー', '"ト ラ ン ス フ ォ ー マ ー"'],
  ['大规模语言模型', '"大 规 模 语 言 模 型"'],
  ['BERTによる分類', '(bert & "に よ る 分 類")'],
  ['category:cs.AI', 'category:cs.ai'],
  ['category:cs.*', 'category:cs.*'],
  ['id:2106.04008v2', 'id:2106.04008v2|2106.04008'],
  ['id:arXiv:2106.04008', 'id:2106.04008'],
  ['id:math.GT/0309136v2', 'id:math.gt/0309136v2|math.gt/0309136|math/0309136'],
  ['id:10.48550/arXiv.2106.04008', 'id:10.48550/arxiv.2106.04008|2106.04008'],
  ['id:10.1016/0020-0190(76)90095-1', 'id:10.1016/0020-0190(76)90095-1'],
  ['2106.04008', '(id:2106.04008 | "2106 04008")'],
  ['arXiv:2106.04008v2', '(id:2106.04008v2|2106.04008 | "2106 04008v2")'],
  ['https://arxiv.org/abs/2106.04008', '(id:2106.04008 | "2106 04008")'],
  ['http://www.arxiv.org/pdf/2106.04008v1.pdf', '(id:2106.04008v1|2106.04008 | "2106 04008v1")'],
  ['arxiv.org/html/2106.04008', '(id:2106.04008 | "2106 04008")'],
  ['https://huggingface.co/papers/2106.04008', '(id:2106.04008 | "2106 04008")'],
  ['arXiv 2106.04008', '(id:2106.04008 | "2106 04008")'],
  ['arXiv:2106.04008 [cs.LG]', '(id:2106.04008 | "2106 04008")'],
  ['(2106.04008).', '(id:2106.04008 | "2106 04008")'],
  ['"2106.04008"', '(id:2106.04008 | "2106 04008")'],
  ['2106.04008,', '(id:2106.04008 | "2106 04008")'],
  ['doi.org/10.1145/x(1)', '(id:10.1145/x(1) | "10 1145 x 1")'],
  ['(10.1145/x(1)).', '(id:10.1145/x(1) | "10 1145 x 1")'],
  ['id:arxiv.org/abs/2106.04008', 'id:2106.04008'],
  ['hep-ex/0307015', '(id:hep-ex/0307015 | "hep ex 0307015")'],
  ['10.1016/0020-0190(76)90095-1', '(id:10.1016/0020-0190(76)90095-1 | "10 1016 0020 0190 76 90095 1")'],
  ['https://doi.org/10.1145/X', '(id:10.1145/x | "10 1145 x")'],
  ['2106.04008 revisited', '(2106 & 04008 & revisit)'],
  ['(id:10.1/x OR id:10.1/y)', '(id:10.1/x | id:10.1/y)'],
  ['Foo: a (new) method for bar - and baz', '4of(foo new method bar baz)'],
  ['f(x) and not g', '(f & x & g)'],
  ['a 5" disk', '(5 & disk)'],
  ["don't", '(don & t)'],
  ['C++ & C#', '(cplusplu & csharp)'],
  ["Student's tests", '(student & test)'],
  ['TNF-α and β', '(tnf & alpha & beta)'],
]

test.each(cases)('%s means %s, without a notice', (query, shown) => {
  const parsed = parseQuery(query)
  expect(show(parsed.node)).toBe(shown)
  expect(parsed.notice).toBeUndefined()
})

describe('what does not parse is searched as plain words, and the notice says so', () => {
  test.each([
    ['(cats OR dogs', '(cat & dog)'],
    ['cats AND', 'cat'],
    ['OR cats', 'cat'],
    ['cats OR OR dogs', '(cat & dog)'],
    ['cats AND ) dogs', '(cat & dog)'],
    ['"cats and dogs', '(cat & dog)'],
    ['cats and dogs"', '(cat & dog)'],
    ['(cats', 'cat'],
    ['cats)', 'cat'],
    [')cats dogs(', '(cat & dog)'],
    ['title:(cats dogs)', '(titl & cat & dog)'],
    ['author:', 'author'],
    ['!!!', 'none'],
  ])('%s', (query, shown) => {
    const parsed = parseQuery(query)
    expect(show(parsed.node)).toBe(shown)
    expect(parsed.notice).toMatch(/^Not all of the query .*\.$/)
  })
})

const piece = fc.oneof(
  fc.constantFrom(
    'AND',
    'OR',
    'NOT',
    '(',
    ')',
    '"',
    '-',
    '*',
    ':',
    'title:',
    'id:',
    'author:',
    'category:',
    ' ',
    'cat',
    '-x',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
)

test('no text makes it throw, and its size is bounded', () => {
  const size = (node: QueryNode): number =>
    node.kind === 'and' || node.kind === 'or'
      ? node.nodes.reduce((sum, child) => sum + size(child), 0)
      : node.kind === 'not'
        ? size(node.node)
        : node.kind === 'most'
          ? node.words.length
          : 1
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 300 }), fc.constantFrom('', ' '), (pieces, glue) => {
      const parsed = parseQuery(pieces.join(glue))
      expect(size(parsed.node)).toBeLessThanOrEqual(MAX_TERMS)
    }),
    { numRuns: 500 },
  )
})

test('deep nesting and many words are searched as plain words', () => {
  expect(parseQuery(`${'('.repeat(200)}cat OR dog${')'.repeat(200)}`).notice).toContain('parenthesis')
  expect(parseQuery('ab cd '.repeat(60)).notice).toContain(String(MAX_TERMS))
})

test.each([
  ['caresses', 'caress'],
  ['ponies', 'poni'],
  ['relational', 'relat'],
  ['hopping', 'hop'],
  ['filing', 'file'],
  ['generalization', 'gener'],
  ['oscillators', 'oscil'],
  ['sky', 'sky'],
  ['happy', 'happi'],
  ['controlling', 'control'],
  ['networks', 'network'],
  ['adoption', 'adopt'],
  ['agreed', 'agre'],
  ['yes', 'ye'],
  ['gpt4', 'gpt4'],
])('the stem of %s is %s', (word, stemmed) => expect(stem(word)).toBe(stemmed))
