import { html, type Markup } from './markup.ts'

/** How to begin, in three languages, and with programs written for others. Everything is copied as it stands. */
export function docsStart(url: string): Markup {
  return html`<section aria-labelledby="start"><h2 id="start">Start</h2>
<p>Reading needs no key. In a shell:</p>
<pre tabindex="0">URL=${url}
curl -sSG --fail-with-body "$URL/v1/papers" --data-urlencode 'q="beam search" OR title:translation' -d limit=3</pre>
<p>TypeScript, with <code>@paperboy/client</code>, whose types come from this description:</p>
<pre tabindex="0">import { createClient } from '@paperboy/client'

const paperboy = createClient({ url: '${url}' })
let cursor: string | null | undefined
do {
  const page = await paperboy.search({ q: 'graph networks', limit: 100, ...(cursor && { cursor }) })
  for (const paper of page.items) console.log(paper.title)
  cursor = page.nextCursor
} while (cursor)</pre>
<p>Python, with nothing but its library:</p>
<pre tabindex="0">import json, urllib.parse, urllib.request

query = urllib.parse.urlencode({"q": "graph networks", "limit": 100})
with urllib.request.urlopen("${url}/v1/papers?" + query) as answer:
    for paper in json.load(answer)["items"]:
        print(paper["title"])</pre>
<h3>Programs that are there already</h3>
<dl>
<dt>Hugging Face</dt><dd><code>HF_ENDPOINT=${url} hf papers ls</code>, and all that <code>huggingface_hub</code> knows of papers</dd>
<dt>arXiv</dt><dd><code>client = arxiv.Client(); client.query_url_format = "${url}/api/query?{}"</code></dd>
<dt>Feed readers</dt><dd><code>/feeds/trending.atom</code>, <code>.rss</code>, <code>.json</code>; the same for
<code>/feeds/search</code> with <code>?q=</code> and for <code>/feeds/digests</code>: <a href="/feeds">addresses to copy</a></dd>
<dt>Assistants</dt><dd>the Model Context Protocol at <code>${url}/mcp</code> (streamable HTTP, no key): <code>search_papers</code>, <code>get_paper</code>, <code>similar_papers</code>, <code>get_digest</code></dd>
<dt>Citation managers</dt><dd><code>/v1/papers/2411.01234.bib</code>, <code>.ris</code>, <code>.csl.json</code>, or <code>Accept</code> on the paper itself</dd>
<dt>Everything</dt><dd><code>curl -fsS "$URL/v1/papers.jsonl" &gt; papers.jsonl</code>; cut off, it goes on with <code>?after=</code> and the last id</dd>
</dl>
<h3>Limits</h3>
<p>Each answer says what is left of the quota: <code>RateLimit: "api";r=599;t=60</code> is 599 requests in the next 60 seconds,
<code>RateLimit-Policy: "api";q=600;w=60</code> is 600 a minute. Beyond it the answer is <code>429</code> with <code>Retry-After</code>. Heavy
clients get a key with a quota of its own from the operator, sent as <code>Authorization: Bearer KEY</code>. Exports and subscriptions
are counted by themselves. Lists, papers and feeds have an <code>ETag</code>: send it back as <code>If-None-Match</code>, and what did not change is
<code>304</code> without a body.</p>
</section>`
}
