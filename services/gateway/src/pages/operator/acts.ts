import { type JobName, jobNames } from '@paperboy/contracts'
import { AppError } from '@paperboy/service-kit'
import type { FastifyRequest } from 'fastify'
import type { GatewayDeps } from '../../deps.ts'
import { announceDump } from '../../dumps/announce.ts'
import { replayDump } from '../../dumps/replay-dump.ts'
import { isCalendarDay } from '../../http/calendar-day.ts'
import type { Session } from '../../http/operator-sessions.ts'
import { noDump } from '../../routes/dumps.ts'
import { wakeMailer } from '../../subscriptions/wake-mailer.ts'
import { type HouseActDeps, houseActs } from './house-acts.ts'
import type { Room } from './house-layout.ts'
import { subscriberActs } from './subscriber-acts.ts'

/** What is asked before an act. `harmless`: nothing is lost by it. */
export type Question = { title: string; text: string; button: string; harmless?: boolean }
type Done = { to: string; done: string }
export type Act = {
  room: Room
  /** Where the operator came from and goes back to. */
  back(id: string): string
  question: Question
  /** What is acted on, in the operator's words; its id stands beside it. */
  nameOf?(id: string): Promise<string | null>
  run(id: string, log: FastifyRequest['log'], session: Session): Promise<Done>
}

export type ActDeps = Pick<
  GatewayDeps,
  'admin' | 'dumps' | 'queue' | 'mail' | 'digests' | 'requeue' | 'reindex'
> &
  HouseActDeps

/** Everything an operator can have done, by the same functions as the routes of the API. */
export function operatorActs(deps: ActDeps): Map<string, Act> {
  const ofMails = { ...mailActs(deps), ...subscriberActs(deps) }
  return new Map(Object.entries({ ...dumpActs(deps), ...ofMails, ...queueActs(deps), ...houseActs(deps) }))
}

const dayPath = (date: string) => `/operator/deliveries?date=${encodeURIComponent(date)}`
const dumpPath = (id: string) => `/operator/dumps/${encodeURIComponent(id)}`

function dumpActs({ admin, queue, dumps }: ActDeps): Record<string, Act> {
  const nameOf = async (id: string) => (await dumps.get(id))?.filename ?? null
  const replay = (only: 'rejects' | undefined): Act['run'] =>
    async function run(id, log) {
      const found = await replayDump({ admin, queue }, { dumpId: id, only, log })
      if (!found) throw noDump(id)
      return { to: dumpPath(id), done: !found.begun ? 'no-rejects' : only ? 'rejects-replayed' : 'replayed' }
    }
  return {
    replay: {
      room: 'Dumps',
      back: dumpPath,
      nameOf,
      question: {
        title: 'Replay this dump?',
        text: 'Its stored bytes are read from the beginning. Papers that are there stay; its counts and rejects are those of the new run.',
        button: 'Replay it',
        harmless: true,
      },
      run: replay(undefined),
    },
    'replay-rejects': {
      room: 'Dumps',
      back: dumpPath,
      nameOf,
      question: {
        title: 'Replay its rejects?',
        text: 'Only the records that were rejected are read again, for instance after an update. Those that are accepted now become papers; the others stay rejects.',
        button: 'Replay the rejects',
        harmless: true,
      },
      run: replay('rejects'),
    },
    undo: {
      room: 'Dumps',
      back: dumpPath,
      nameOf,
      question: {
        title: 'Undo this dump?',
        text: 'Its appearances go, and so do the papers that only it brought; other papers become what the other dumps say of them. Its bytes stay: a replay brings it back.',
        button: 'Undo it',
      },
      async run(id, log) {
        const found = await admin.undo(id)
        if (!found) throw noDump(id)
        if (!found.undone) await announceDump(queue, 'dump.undo', { dumpId: id, log })
        return { to: dumpPath(id), done: 'undone' }
      },
    },
  }
}

function mailActs({ mail, digests, queue }: ActDeps): Record<string, Act> {
  const decide = (decision: 'resend' | 'drop', question: Question): Act => ({
    room: 'Deliveries',
    back: (id) => dayPath(readHeld(id).date),
    question,
    async run(id, log) {
      const { date, issueId } = readHeld(id)
      if (!(await mail.resolve(issueId, decision)))
        throw new AppError('CONFLICT', 'This delivery is not unknown any more. Look at its day again.')
      if (decision === 'resend') await wakeMailer(queue, log)
      return { to: dayPath(date), done: decision === 'resend' ? 'resent' : 'dropped' }
    },
  })
  return {
    resend: decide('resend', {
      title: 'Send this mail again?',
      text: 'Nobody knows whether it arrived. It goes out under the same Message-ID, so most mailboxes show it once.',
      button: 'Send it again',
    }),
    drop: decide('drop', {
      title: 'Give this mail up?',
      text: 'It is not sent again. Its papers count as sent to this subscriber.',
      button: 'Give it up',
    }),
    'send-digest': {
      room: 'Deliveries',
      back: dayPath,
      question: {
        title: 'Send the digest of this day now?',
        text: 'Every confirmed subscriber that has no issue of this day yet gets it now, whatever the hour. Nobody gets one twice.',
        button: 'Send it now',
      },
      async run(date, log) {
        if (!isCalendarDay(date) || !(await digests.byDate(date, { limit: 1 }))?.length)
          throw new AppError('NOT_FOUND', `There is no digest of ${date.slice(0, 50)}.`)
        const request = await mail.requestSend(date)
        await wakeMailer(queue, log)
        return { to: `${dayPath(date)}&request=${encodeURIComponent(request)}`, done: 'sending' }
      },
    },
  }
}

function queueActs({ queue, requeue, reindex }: ActDeps): Record<string, Act> {
  const here = { room: 'Queue', back: () => '/operator/queue' } as const
  return {
    'retry-dead': {
      ...here,
      question: {
        title: 'Try what failed again?',
        text: 'Jobs that failed for good are sent again as new ones.',
        button: 'Try again',
        harmless: true,
      },
      async run(id) {
        const [name, jobId] = readJob(id)
        for (const each of name ? [name] : jobNames) await queue.retryDead(each, jobId)
        return { to: '/operator/queue', done: 'retried' }
      },
    },
    requeue: {
      ...here,
      question: {
        title: 'Requeue all outstanding work?',
        text: 'All that the database knows to be outstanding is sent to the queue again, for instance after the queue was lost. What is done already is not done twice.',
        button: 'Requeue it',
        harmless: true,
      },
      async run() {
        await requeue()
        return { to: '/operator/queue', done: 'requeued' }
      },
    },
    reindex: {
      ...here,
      question: {
        title: 'Build the search index anew?',
        text: 'A new index is filled beside the present one and takes its place when it is complete. Readers see no gap; it is work for the database for a while.',
        button: 'Build it anew',
      },
      async run() {
        await reindex()
        return { to: '/operator/queue', done: 'reindexing' }
      },
    },
  }
}

/** "" is all jobs, "name" those of one name, "name:id" one. */
function readJob(id: string): [JobName?, string?] {
  if (id === '') return []
  const [head = '', ...rest] = id.split(':')
  const name = jobNames.find((each) => each === head)
  if (!name) throw new AppError('BAD_REQUEST', 'There is no job of this name.')
  return rest.length > 0 ? [name, rest.join(':')] : [name]
}

/** "2026-11-24:issue": the day is where the operator goes back to. */
function readHeld(id: string): { date: string; issueId: string } {
  const [date = '', ...rest] = id.split(':')
  return { date, issueId: rest.join(':') }
}
