import { type Context, report } from '../context.ts'
import { plural } from '../output/dump-text.ts'

export async function reindex(context: Context): Promise<undefined> {
  const text = 'A new search index is being built behind the old one; readers see no gap.'
  report(context, await context.client.reindex(), () => [text])
}

export async function requeue(context: Context): Promise<undefined> {
  const answer = await context.client.requeue()
  report(context, answer, ({ announced }) => [`${plural(announced, 'job')} requeued`])
}
