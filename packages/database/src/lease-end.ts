import { sql } from 'kysely'

/** When a lease that is taken or renewed now ends, by the clock of the database. */
export const leaseEnd = (leaseMs: number) => sql<Date>`now() + ${leaseMs} * interval '1 millisecond'`
