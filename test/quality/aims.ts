import { type Engine, meanRow, type Row } from './table.ts'

const GAIN = 0.02
/** With papers near in meaning. */
const GAIN_WITH_MEANING = 0.05
const LOSS = 0.005
const APART = 0.01

/** What is missed of the aims, in words; the strong baseline is flat BM25 of OpenSearch, for both engines. */
export function missedAims(rows: Row[], collections: string[], engines: Engine[]): string[] {
  const missed: string[] = []
  const flat = meanRow(rows, collections, 'OpenSearch', 'flat BM25').ndcg
  const means = engines.map((engine) => meanRow(rows, collections, engine, 'ours').ndcg)
  for (const [at, engine] of engines.entries()) {
    const gain = (means[at] ?? 0) - flat
    if (gain < GAIN) missed.push(`${engine}: ${signed(gain)} nDCG@10 on the mean, the aim is +${GAIN}`)
    missed.push(...missedByMeaning(rows, collections, engine, flat))
    for (const collection of collections) {
      const of = (who: Engine, way: Row['way']) =>
        rows.find((row) => row.collection === collection && row.engine === who && row.way === way)?.ndcg ?? 0
      const difference = of(engine, 'ours') - of('OpenSearch', 'flat BM25')
      if (difference < -LOSS) missed.push(`${engine}: ${signed(difference)} nDCG@10 on ${collection}`)
    }
  }
  const apart = Math.max(...means) - Math.min(...means)
  if (apart > APART) missed.push(`the engines are ${apart.toFixed(4)} nDCG@10 apart on the mean`)
  return missed
}

/** Nothing where no embeddings server was asked. */
function missedByMeaning(rows: Row[], collections: string[], engine: Engine, flat: number): string[] {
  if (!rows.some((row) => row.way === 'with meaning')) return []
  const gain = meanRow(rows, collections, engine, 'with meaning').ndcg - flat
  if (gain >= GAIN_WITH_MEANING) return []
  return [`${engine} with meaning: ${signed(gain)} nDCG@10 on the mean, the aim is +${GAIN_WITH_MEANING}`]
}

const signed = (value: number): string => `${value < 0 ? '' : '+'}${value.toFixed(4)}`
