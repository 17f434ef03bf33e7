import { sql } from 'kysely'

/** Of a dump `d`: each chunk of its run is parsed, and the dump is not closed yet. */
export const runAtEnd = sql`
  d.status = 'processing' and d.split_done and not d.closed
  and not exists (select 1 from chunks c where c.dump_id = d.id and c.run = d.run and not c.done)`
