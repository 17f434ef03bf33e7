/** Hosts by their full name: "github.io" and "github.com.example.org" are other people's. */
const FORGES = new Set(
  ['github.com', 'gitlab.com', 'bitbucket.org', 'codeberg.org'].flatMap((host) => [host, `www.${host}`]),
)
const SNIPPETS = new Set(['gist.github.com', 'raw.githubusercontent.com'])
const HUGGING_FACE = new Set(['huggingface.co', 'www.huggingface.co', 'hf.co'])
const NO_OWNER = new Set([
  'about',
  'blog',
  'explore',
  'features',
  'login',
  'pricing',
  'search',
  'sponsors',
  'topics',
])
const NO_MODEL = new Set([
  'api',
  'blog',
  'chat',
  'collections',
  'docs',
  'join',
  'learn',
  'login',
  'organizations',
  'papers',
  'posts',
  'pricing',
  'settings',
  'tasks',
])

/** Whether an address leads to code: a repository, its owner, a gist, a model, a data set or a space. */
export function isCodeUrl(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { hostname, pathname } = new URL(url)
  const [first, second, third] = pathname.split('/').filter((part) => part !== '')
  if (first === undefined) return false
  if (FORGES.has(hostname)) return !NO_OWNER.has(first.toLowerCase())
  if (SNIPPETS.has(hostname)) return true
  if (!HUGGING_FACE.has(hostname) || second === undefined || NO_MODEL.has(first)) return false
  return first === 'datasets' || first === 'spaces' ? third !== undefined : true
}
