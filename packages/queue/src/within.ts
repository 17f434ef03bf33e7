import { AppError } from '@paperboy/service-kit'

/** The answer of the backend, or UNAVAILABLE when it fails or takes too long. */
export async function within<T>(timeoutMs: number, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${timeoutMs} ms.`)), timeoutMs)
  })
  try {
    return await Promise.race([work(), late])
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('UNAVAILABLE', 'The job queue is away. Try again soon.', {
      cause,
      retryAfterSeconds: 5,
    })
  } finally {
    clearTimeout(timer)
  }
}

/** Whether the work ended, well or not, in time. */
export async function settles(timeoutMs: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), timeoutMs)
  })
  const done = work.then(
    () => true,
    () => true,
  )
  try {
    return await Promise.race([done, late])
  } finally {
    clearTimeout(timer)
  }
}
