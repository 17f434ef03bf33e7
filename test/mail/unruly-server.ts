import { type MailServer, startMailServer } from '@paperboy/mailer/suite'

export type Unruly = MailServer & { dropped: () => number }

/** A mail server that at random refuses, puts off, and hangs up before and after it has taken a mail. */
export async function startUnrulyServer(random: () => number): Promise<Unruly> {
  let dropped = 0
  const drop = <T>(answer: T): T => {
    dropped += 1
    return answer
  }
  const server = await startMailServer({
    connect: () => (random() < 0.1 ? 421 : 'accept'),
    rcpt() {
      const chance = random()
      return chance < 0.1 ? 450 : chance < 0.13 ? 550 : 'accept'
    },
    data() {
      const chance = random()
      if (chance < 0.01) return drop('drop')
      return chance < 0.02 ? drop('drop after accepting') : 'accept'
    },
  })
  return { ...server, dropped: () => dropped }
}
