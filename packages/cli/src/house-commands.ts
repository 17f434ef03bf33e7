import { type Command, Option } from 'commander'
import { acts, addKey, keys, revokeKey, signOutAll } from './commands/keys.ts'
import { removeSource, saveSource, sources, stepSource } from './commands/sources.ts'
import { erase, unsubscribe } from './commands/subscriber.ts'
import type { action } from './context.ts'
import { positive } from './option-values.ts'

type Act = <O>(command: Parameters<typeof action<O>>[2]) => (this: Command) => Promise<void>

const YES = ['--yes', 'do not ask'] as const
const SOURCE = ['<name>', 'of a source: see "sources"'] as const
const SUBSCRIBER = ['<subscriber>', 'id of a subscriber: see "subscribers"'] as const

/** Sources, keys and the log of acts: what the operators' pages have as rooms. */
export function addHouseCommands(root: Command, act: Act): void {
  root.commandsGroup('Sources:')
  addSources(root, act)
  root.commandsGroup('Access:')
  addKeys(root, act)
}

function addSources(root: Command, act: Act): void {
  root
    .command('sources')
    .description('list what is polled on a schedule, and how it goes')
    .action(act(sources))
  const source = root.command('source').description('add, change, pause, poll or remove a source')
  source
    .command('save')
    .argument('<name>', 'small letters, digits and "-"')
    .argument('[url]', 'where it is; {day} and {since} in it become days')
    .description('add a source, or change what is said of one')
    .option('--cron <expression>', 'when: minute, hour, day, month, weekday')
    .option('--time-zone <zone>', 'of the schedule; default UTC')
    .option('--format <name>', 'one of docs/formats.md; default: recognised by the content')
    .option('--oai', 'OAI-PMH: the answer goes on in further pages')
    .option('--no-oai', 'an answer is whole')
    .option('--allow-private', 'it may lead into the private network')
    .option('--no-allow-private', 'it may not')
    .option('--timeout <seconds>', 'for one answer', positive)
    .option('--max-mib <number>', 'of one answer', positive)
    .option('--pause <seconds>', 'between two pages', positive)
    .action(act(saveSource))
  source
    .command('poll')
    .argument(...SOURCE)
    .description('ask it now')
    .action(act(stepSource('poll')))
  source
    .command('pause')
    .argument(...SOURCE)
    .description('do not ask it')
    .action(act(stepSource('pause')))
  source
    .command('resume')
    .argument(...SOURCE)
    .description('let it go on')
    .action(act(stepSource('resume')))
  source
    .command('remove')
    .argument(...SOURCE)
    .description('ask it no more; its dumps stay')
    .option(...YES)
    .action(act(removeSource))
}

function addKeys(root: Command, act: Act): void {
  root.command('keys').description('list the keys of operators and clients').action(act(keys))
  const key = root.command('key').description('make or revoke a key')
  key
    .command('add')
    .argument('<name>', 'of the person or program that will use it')
    .description('make a key and print it, this once')
    .addOption(
      new Option('--scope <scope>', 'what it may do')
        .choices(['read', 'ingest', 'all', 'client'])
        .makeOptionMandatory(),
    )
    .option('--per-minute <requests>', 'the quota of a client', positive)
    .action(act(addKey))
  key
    .command('revoke')
    .argument('<key>', 'id of a key: see "keys"')
    .description('end a key, and the sessions that were opened with it')
    .option(...YES)
    .action(act(revokeKey))
  root
    .command('sign-out-all')
    .description('sign out everybody from the pages, on all gateways')
    .option(...YES)
    .action(act(signOutAll))
  root
    .command('acts')
    .description('list what operators did, newest first')
    .option('--limit <number>', 'at most so many', positive, 50)
    .action(act(acts))
}

export function addSubscriberCommands(root: Command, act: Act): void {
  const subscriber = root.command('subscriber').description('unsubscribe or delete a subscriber')
  subscriber
    .command('unsubscribe')
    .argument(...SUBSCRIBER)
    .description('send no more mails')
    .option(...YES)
    .action(act(unsubscribe))
  subscriber
    .command('erase')
    .argument(...SUBSCRIBER)
    .description('delete everything about a subscriber')
    .option(...YES)
    .action(act(erase))
}
