import type { IndexAction, SearchDocument } from '@paperboy/contracts'

const DAY_MS = 86_400_000
const START = Date.parse('2026-11-01T00:00:00.000Z')

/** A document with an id made from `n`, a day later and less trending with each. */
export function aDocument(n: number, given: Partial<SearchDocument> = {}): SearchDocument {
  const id = given.id ?? paperId(n)
  const firstSeenAt = given.firstSeenAt ?? START + n * DAY_MS
  return {
    id,
    title: `Paper number ${n}`,
    abstract: '',
    authors: [],
    categories: [],
    ids: [id],
    codeHosts: [],
    hasCode: (given.codeHosts ?? []).length > 0,
    publishedAt: null,
    month: new Date(firstSeenAt).toISOString().slice(0, 7),
    trending: 1000 - n,
    ...given,
    firstSeenAt,
  }
}

/** Sixteen base32 characters, as public ids are; in no order. */
export function paperId(n: number): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz234567'
  let state = (n + 1) * 2_654_435_761
  return Array.from({ length: 16 }, () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + n + 1) >>> 0
    return letters[state % 32]
  }).join('')
}

export const put = (document: SearchDocument, version = 1): IndexAction => ({
  kind: 'put',
  id: document.id,
  version,
  document,
})

/** Texts that tell the rules of words apart; the key is the id. */
export const library: Record<string, Partial<SearchDocument>> = {
  vae: {
    title: 'Generated Loss, Augmented Training, and Multiscale VAE',
    abstract:
      'The variational autoencoder (VAE) framework remains a popular option for training generative models.',
    authors: ['Jason Chou', 'Gautam Hathi'],
    categories: ['cs.LG', 'stat.ML'],
    ids: ['vae', '1904.10446', '10.1000/vae.loss'],
  },
  hyphen: {
    title: 'Variational Auto-Encoder networks',
    abstract: 'State-of-the-art generation with GPT-4.',
    authors: ['Jean-Luc Müller', 'Ana Nuñez'],
    categories: ['cs.AI'],
    ids: ['hyphen', '10.1016/0020-0190(76)90095-1'],
  },
  graph: {
    title: 'Graph neural networks: a general survey',
    abstract: 'We survey networks of neurons on graphs. Generality matters, and so does generalization.',
    authors: ['Maria Chou'],
    categories: ['cs.LG', 'cs.AI', 'math.CO'],
  },
  accents: {
    title: 'Über die Schrödinger-Gleichung naïver Systeme',
    abstract: 'Poincaré, Łukasiewicz, Erdős and the ﬁnite ½ of Straße; σοφός Σοφός. Ｆｕｌｌｗｉｄｔｈ.',
    authors: ['Paul Erdős'],
    categories: ['math.CO', 'math.co-ext'],
  },
  cyrillic: { title: 'Ёлка и Йод', abstract: '深度学习 моделей 神経', categories: ['other'] },
  html: {
    title: 'Escaping <script>alert(1)</script> & "quotes"',
    abstract: 'A <mark>fake mark</mark> of a robust model, with \uE000sentinels\uE001 inside.',
  },
  stop: { title: 'The Of', abstract: 'To be or not to be.' },
  words: {
    title: 'alpha beta gamma delta epsilon zeta eta theta iota kappa',
    abstract: 'lambda mu nu xi omicron pi rho sigma tau upsilon',
  },
  half: { title: 'alpha beta gamma delta epsilon', abstract: 'zeta eta only' },
  code: {
    title: 'Code and data',
    abstract: 'Models at https://github.com/acme/models and C++ sources. x² O(n log n) f(x)=5',
    codeHosts: ['github', 'huggingface'],
  },
  long: { title: 'Long word', abstract: `${'a'.repeat(300)} ${'é'.repeat(300)} end` },
}

/** Queries and the ids they find: the meaning of the query language, on every engine and in every order but one. */
export const meanings: [query: string, found: string[]][] = [
  ['network', ['hyphen', 'graph']],
  ['NETWORKS', ['hyphen', 'graph']],
  ['networks graphs', ['graph']],
  ['"neural networks"', ['graph']],
  ['"neural network"', []],
  ['"variational autoencoder"', ['vae']],
  ['"variational auto encoder"', ['hyphen']],
  ['"auto-encoder networks"', ['hyphen']],
  ['auto-encoder', ['hyphen']],
  ['state of the art', ['hyphen']],
  ['gpt4', ['hyphen']],
  ['GPT-4', ['hyphen']],
  ['schrodinger', ['accents']],
  ['SCHRÖDINGER', ['accents']],
  ['"uber die schrodinger gleichung"', ['accents']],
  ['lukasiewicz', ['accents']],
  ['strasse', ['accents']],
  ['finite', ['accents']],
  ['"the finite 1 2"', ['accents']],
  ['fullwidth', ['accents']],
  ['ΣΟΦΌΣ', ['accents']],
  ['елка', ['cyrillic']],
  ['иод', ['cyrillic']],
  ['深度学习', ['cyrillic']],
  ['gener*', ['vae', 'hyphen', 'graph']],
  ['general*', ['graph']],
  ['g*', ['vae', 'hyphen', 'graph', 'accents', 'words', 'half', 'code']],
  ['title:gener*', ['vae', 'graph']],
  ['neur* -survey', []],
  ['title:networks', ['hyphen', 'graph']],
  ['abstract:networks', ['graph']],
  ['abstract:survey', ['graph']],
  ['abstract:neural', []],
  ['title:alpha abstract:zeta', ['half']],
  ['title:"neural networks"', ['graph']],
  ['abstract:"neural networks"', []],
  ['"survey we"', []],
  ['author:chou', ['vae', 'graph']],
  ['author:"jason chou"', ['vae']],
  ['author:"chou gautam"', []],
  ['author:muller', ['hyphen']],
  ['author:jean-luc', ['hyphen']],
  ['author:nun*', ['hyphen']],
  ['author:erdos', ['accents']],
  ['chou', []],
  ['category:cs.ai', ['hyphen', 'graph']],
  ['category:CS.AI', ['hyphen', 'graph']],
  ['category:cs.*', ['vae', 'hyphen', 'graph']],
  ['category:math.CO', ['graph', 'accents']],
  ['category:cs', []],
  ['id:vae', ['vae']],
  ['id:1904.10446', ['vae']],
  ['id:1904.10446v3', ['vae']],
  ['id:arXiv:1904.10446', ['vae']],
  ['id:10.1000/VAE.loss', ['vae']],
  ['id:10.48550/arXiv.1904.10446', ['vae']],
  ['id:10.1016/0020-0190(76)90095-1', ['hyphen']],
  ['id:1904*', ['vae']],
  ['id:nothing', []],
  ['1904.10446v3', ['vae']],
  ['https://arxiv.org/abs/1904.10446', ['vae']],
  ['10.1016/0020-0190(76)90095-1', ['hyphen']],
  ['1904.99999', []],
  ['networks -graph', ['hyphen']],
  ['networks NOT graph', ['hyphen']],
  ['networks AND survey', ['graph']],
  ['autoencoder OR schrodinger', ['vae', 'hyphen', 'accents']],
  ['(autoencoder OR schrodinger) AND poincare', ['accents']],
  ['autoencoder OR (networks AND NOT graph)', ['vae', 'hyphen']],
  ['autoencoder', ['vae', 'hyphen']],
  ['C#', []],
  ['category:cs.AI -"graph neural"', ['hyphen']],
  ['networks -category:math.CO', ['hyphen']],
  ['the of', ['hyphen', 'accents', 'stop']],
  ['to be or not to be', ['stop']],
  ['the networks of a survey', ['graph']],
  ['alpha beta gamma delta epsilon zeta eta theta iota kappa', ['words', 'half']],
  ['alpha beta gamma delta epsilon zeta eta one two three', ['words', 'half']],
  ['alpha beta gamma delta epsilon lambda mu nu', ['words']],
  ['alpha beta gamma nothing', ['words', 'half']],
  ['alpha beta zzzz', []],
  ['alpha beta gamma delta epsilon zeta eta theta iota kappa -only', ['words']],
  ['alpha beta gamma delta epsilon zeta eta theta iota kappa abstract:"lambda mu"', ['words']],
  ['C++', ['code']],
  ['github.com/acme/models', ['code']],
  ['O(n log n)', ['code']],
  ['f(x)', ['code']],
  ['script', ['html']],
  ['Foo: a (new) method for bar - and baz', []],
  ['Graph neural networks: a (general) survey - of', ['graph']],
  ['(networks OR', ['hyphen', 'graph']],
  ['networks AND', ['hyphen', 'graph']],
  ['"neural networks', ['graph']],
  ['a'.repeat(300), ['long']],
  ['é'.repeat(300), ['long']],
  ['!!!', []],
]
