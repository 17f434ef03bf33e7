import type { JobName } from '@paperboy/contracts'

/** `dump.split` → `paperboy-dump-split`: one BullMQ queue per job name, telling in redis-cli and in SQL. */
export function queueName(prefix: string, name: JobName): string {
  return `${prefix}-${name.replaceAll('.', '-')}`
}
