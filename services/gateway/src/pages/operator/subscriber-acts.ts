import type { GatewayDeps } from '../../deps.ts'
import { noSubscriber } from '../../routes/subscribers.ts'
import type { Act } from './acts.ts'

const here = { room: 'Subscribers', back: () => '/operator/subscribers' } as const

/** What is done to subscribers that asked for it by another way than the links of their mails. */
export function subscriberActs({ mail }: Pick<GatewayDeps, 'mail'>): Record<string, Act> {
  return {
    unsubscribe: {
      ...here,
      question: {
        title: 'Unsubscribe this person?',
        text: 'No mail goes out any more, also none that is queued. Only the person can subscribe again.',
        button: 'Unsubscribe',
      },
      async run(id) {
        if (!(await mail.unsubscribe(id))) throw noSubscriber(id)
        return { to: '/operator/subscribers', done: 'unsubscribed' }
      },
    },
    erase: {
      ...here,
      question: {
        title: 'Delete everything about this person?',
        text: 'The address, the topics and the deliveries go. A hash of the address stays, so that no import brings it back.',
        button: 'Delete it all',
      },
      async run(id) {
        if (!(await mail.erase(id))) throw noSubscriber(id)
        return { to: '/operator/subscribers', done: 'erased' }
      },
    },
  }
}
