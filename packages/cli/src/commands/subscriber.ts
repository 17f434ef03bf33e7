import { type Context, report } from '../context.ts'
import { printable } from '../output/printable.ts'
import { isSure } from '../sure.ts'

const NOT_DONE = 1
const of = (subscriberId: string) => ({ params: { path: { subscriberId } } })

export async function unsubscribe(
  context: Context,
  options: { yes?: boolean },
  [id = '']: string[],
): Promise<number | undefined> {
  if (!(await isSure(context, options, `Unsubscribe ${printable(id)}?`))) return NOT_DONE
  await context.client.rest.POST('/v1/subscribers/{subscriberId}/unsubscribe', of(id))
  report(context, { unsubscribed: id }, () => [`${printable(id)} gets no more mails`])
}

export async function erase(
  context: Context,
  options: { yes?: boolean },
  [id = '']: string[],
): Promise<number | undefined> {
  if (!(await isSure(context, options, `Delete everything about ${printable(id)}?`))) return NOT_DONE
  await context.client.rest.DELETE('/v1/subscribers/{subscriberId}', of(id))
  report(context, { erased: id }, () => [`everything about ${printable(id)} is deleted`])
}
