import { expect, test } from 'vitest'
import { openDump } from './open-dump.ts'

async function* bytesOf(text: string) {
  yield Buffer.from(text)
}
async function open(text: string) {
  const dump = await openDump(bytesOf(text), { format: 'auto', maxInflatedBytes: 1e9, day: '2026-11-24' })
  return { name: dump.format.name, entries: await Array.fromAsync(dump.entries) }
}
const abstract = 'We study how small models read long texts, and show that much less is enough. It is good.'
const escaped = (value: unknown) => JSON.stringify(value).replaceAll('&', '&amp;').replaceAll('"', '&quot;')

test('the data of the page is read where it is there', async () => {
  const props = {
    dailyPapers: [{ paper: { id: '2510.00001', title: 'A & B', summary: abstract, upvotes: 3 } }],
  }
  const { name, entries } = await open(
    `<!doctype html><html><body><div class="x" data-props="${escaped(props)}"><h3>other</h3></div></body></html>`,
  )
  expect(name).toBe('page-html')
  expect(entries).toMatchObject([
    { position: 'item 1', title: 'A & B', abstract, ids: ['2510.00001'], upvotes: 3 },
  ])
})

test('without it, what the page shows is read', async () => {
  const article = (id: string, title: string) => `
<article><div>Submitted by <div><img alt="x">someone</div></div>
<h3><a href="/papers/${id}">${title}</a></h3><p>${abstract}</p>
<div><ul><li>8 authors</li></ul><span>·</span><div>Published on Oct 4, 2025</div></div>
<a href="/login?next=%2Fpapers%2F${id}"><svg><title>no</title></svg><div>117</div></a>
<a href="https://github.com/acme/small"><span>GitHub</span> <span>11.3k</span></a>
<a href="https://arxiv.org/abs/${id}">arXiv Page</a><script>let a = "<h3>no</h3>"</script></article>`
  const { name, entries } = await open(
    `<!DOCTYPE html><html><head><title>Trending</title></head><body><h1>Trending Papers</h1>
<p>Get trending papers in your email inbox once a day!</p>${article('2510.00001', 'Small Models [Read] Long Texts')}
${article('2510.00001', 'Small Models [Read] Long Texts')}${article('2510.00002', 'Robots &amp; <em>Falls</em> in Long Rooms')}
<footer><a href="/about">About</a></footer></body></html>`,
  )
  expect(name).toBe('page-html')
  expect(entries).toMatchObject([
    {
      ...{
        position: 'paper 1',
        title: 'Small Models [Read] Long Texts',
        abstract,
        ids: ['2510.00001'],
        upvotes: 117,
      },
      ...{ codeUrls: ['https://github.com/acme/small'], publishedAt: '2025-10-04' },
    },
    { title: 'Robots & Falls in Long Rooms', ids: ['2510.00002'] },
  ])
  expect(entries).toHaveLength(2)
})

test('a saved page, with its styles and pictures before its text', async () => {
  const styles = `<style>${'.a{background:url(data:image/png;base64,iVBORw0KGgo=)}'.repeat(30_000)}</style>`
  const props = { dailyPapers: [{ paper: { id: '2510.00001', title: 'A', summary: abstract } }] }
  const { name, entries } = await open(
    `<!DOCTYPE html> <html lang=en><!--\n Page saved with a tool \n--><head>${styles}</head><body><div data-props="${escaped(props)}"></div></body></html>`,
  )
  expect([name, entries.length]).toEqual(['page-html', 1])
})

test('a page of another site is refused', async () => {
  const html =
    '<!doctype html><html><body><h3><a href="/papers/list">Papers</a></h3><p>We sell paper.</p></body></html>'
  await expect(open(html)).rejects.toMatchObject({ code: 'DUMP_FORMAT_UNKNOWN' })
})
