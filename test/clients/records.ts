/** Papers as Hugging Face's daily API has them, made up: ranked, with submitters, some on arXiv and some not. */
export function dailyRecords(day: string, from: number, count: number): string {
  return Array.from({ length: count }, (_, index) =>
    JSON.stringify(aRecord(day, from + index, index + 1)),
  ).join('\n')
}

const TOPICS = ['llama herds', 'graph kernels', 'protein folding', 'ocean currents', 'robot planning']

function aRecord(day: string, number: number, rank: number) {
  const topic = TOPICS[number % TOPICS.length]
  const onArxiv = number % 3 !== 0
  return {
    title: `Quillmark report ${number} on ${topic} & <b>why</b> $a<b$`,
    abstract: `Case ${number} looks at ${topic} from the side of the sample.`,
    authors: [`Ada Reader${number}`, 'Bob O’Hara'],
    ...(onArxiv && { arxivId: `2510.${String(10_000 + number)}` }),
    categories: ['cs.LG', number % 2 ? 'cs.CL' : 'stat.ML'],
    publishedAt: `2025-${String(1 + (number % 9)).padStart(2, '0')}-15T12:00:00Z`,
    upvotes: number % 4,
    rank,
    codeUrls: number % 5 === 0 ? [`https://github.com/example/report-${number}`] : [],
    submittedBy: { user: number % 2 ? 'akhaliq' : 'ada', fullname: number % 2 ? 'AK' : 'Ada' },
    day,
  }
}
