import { expect, test } from 'vitest'
import { html } from '../markup.ts'
import { dataTable } from './data-table.ts'

test('a cell without content is empty, so that a phone leaves it out; text is text; nought is a number', async () => {
  const columns = [{ name: 'Who' }, { name: 'When', wide: true }, { name: 'Many', kind: 'number' }] as const
  const rows = [
    ['<b>', null, 0],
    ['Ada', html`<i>now</i>`, 2],
    ['Grace', html``, '1,000'],
  ]
  const table = String(await dataTable({ label: 'People', columns, rows }))
  expect(table).toContain('<th scope="row" role="rowheader">&lt;b&gt;</th>')
  expect(table.match(/<td role="cell" data-label="When" class="wide"><\/td>/g)).toHaveLength(2)
  expect(table).toContain('<td role="cell" data-label="When" class="wide"><div><i>now</i></div></td>')
  expect(table).toContain('<td role="cell" data-label="Many" class="n"><div>0</div></td>')
  expect(table).toContain('<th scope="col" role="columnheader" class="n">Many</th>')
})
