import { Argument, Command, Option } from 'commander'
import pc from 'picocolors'
import manifest from '../package.json' with { type: 'json' }
import { preview, send, subscribers } from './commands/digest.ts'
import { dumps, rejects, replay } from './commands/dumps.ts'
import { ingest } from './commands/ingest.ts'
import { nearDuplicates } from './commands/near-duplicates.ts'
import { report } from './commands/report.ts'
import { search } from './commands/search.ts'
import { sourcesOf } from './commands/sources-of.ts'
import { undo } from './commands/undo.ts'
import { reindex, requeue } from './commands/upkeep.ts'
import { bashCompletion } from './completion/bash.ts'
import { commandTree } from './completion/command-tree.ts'
import { zshCompletion } from './completion/zsh.ts'
import { action } from './context.ts'
import { addHouseCommands, addSubscriberCommands } from './house-commands.ts'
import { day, positive } from './option-values.ts'
import { isTerminal, type Surroundings } from './terminal.ts'

const DUMP = ['<dump>', 'id of a dump: see "dumps"'] as const
type Act = <O>(command: Parameters<typeof action<O>>[2]) => (this: Command) => Promise<void>

/** All commands. `exit` gets the exit code of the one that ran. */
export function program(surroundings: Surroundings, exit: (code: number) => void): Command {
  const act: Act = (command) => action(surroundings, exit, command)
  const root = new Command('paperboy')
    .description('Feeds a Paperboy, searches it and looks after it.')
    .version(manifest.version)
    .option('--url <url>', 'where the gateway is (PAPERBOY_URL; default http://127.0.0.1:3000)')
    .option('--key <key>', 'operator key (OPERATOR_KEY; on this machine also DATA_DIR/operator-key)')
    .option('--json', 'print the answer as JSON')
    .configureHelp({ showGlobalOptions: true, styleTitle: pc.createColors(true).bold })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void surroundings.stdout.write(text),
      writeErr: (text) => void surroundings.stderr.write(text),
      // As all other faults are told.
      outputError: (text, write) => write(text.replace(/^error: /, 'paperboy: ')),
      getOutHasColors: () => isTerminal(surroundings.stdout, surroundings.env) && !surroundings.env.NO_COLOR,
      getErrHasColors: () => isTerminal(surroundings.stderr, surroundings.env) && !surroundings.env.NO_COLOR,
    })
  root.commandsGroup('Dumps:')
  addDumpCommands(root, act)
  root.commandsGroup('Search:')
  addSearchCommands(root, act)
  root.commandsGroup('Mail:')
  addMailCommands(root, act)
  addSubscriberCommands(root, act)
  addHouseCommands(root, act)
  root.commandsGroup('More:')
  addCompletion(root, surroundings)
  root.helpCommand('help [command]', 'show what a command can do')
  return root
}

function addDumpCommands(root: Command, act: Act): void {
  root
    .command('ingest')
    .argument('<files...>', 'what to feed; a folder is all files below it, "-" standard input')
    .description('feed files, and wait until their papers can be searched')
    .option(
      '--date <day>',
      'the day that the dumps stand for; default: what they state, else today (UTC)',
      day,
    )
    .option('--format <name>', 'one of docs/formats.md; default: recognised by the content')
    .addOption(new Option('--watch', 'show the progress until the dumps are done').default(true, 'yes'))
    .option('--no-watch', 'return as soon as the files are stored')
    .option('--dry-run', 'say what the files would do, and store nothing')
    .option('--concurrency <number>', 'how many files are fed at once', positive, 4)
    .action(act(ingest))
  root
    .command('dumps')
    .description('list what was fed, newest first')
    .option('--limit <number>', 'at most so many', positive, 20)
    .action(act(dumps))
  root
    .command('rejects')
    .argument(...DUMP)
    .description('list the records of a dump that became no paper, where and why')
    .option('--limit <number>', 'at most so many', positive, 100)
    .action(act(rejects))
  root
    .command('report')
    .argument(...DUMP)
    .description('show what became of the records of a dump: counts, rejects by code, guesses')
    .action(act(report))
  root
    .command('replay')
    .argument(...DUMP)
    .description('parse the stored bytes of a dump again, and wait for the end')
    .option('--rejects', 'only the records that were rejected')
    .option('--no-watch', 'return at once')
    .action(act(replay))
  root
    .command('undo')
    .argument(...DUMP)
    .description('take a dump back: its appearances go, and the papers that only it brought')
    .option('--yes', 'do not ask')
    .option('--no-watch', 'return at once')
    .action(act(undo))
}

function addSearchCommands(root: Command, act: Act): void {
  root
    .command('search')
    .argument(
      '<query...>',
      'words, "phrases", title:word, author:word, AND, OR, NOT and more: see the README',
    )
    .description('find papers; a word left out (-word) follows "--"')
    .option('--limit <number>', 'at most so many', positive, 20)
    .addOption(new Option('--sort <order>', 'order').choices(['relevance', 'trending', 'newest']))
    .option('--from <day>', 'first seen on that day or later', day)
    .option('--to <day>', 'first seen on that day or before', day)
    .option('--code', 'only papers with code')
    .action(act(search))
  root
    .command('sources-of')
    .argument('<paper>', 'its own id, its arXiv id or its DOI')
    .description('show which records said what a paper shows, and in which dumps they stood')
    .action(act(sourcesOf))
  root
    .command('near-duplicates')
    .description('list papers that may be one: titles that differ in a letter, a word, a subtitle')
    .option('--dump <dump>', 'only those of which one stood in this dump')
    .option('--limit <number>', 'at most so many pairs', positive, 20)
    .action(act(nearDuplicates))
  root.command('reindex').description('build a new search index and switch to it').action(act(reindex))
  root.command('requeue').description('announce again all that is outstanding').action(act(requeue))
}

function addMailCommands(root: Command, act: Act): void {
  const date = () => new Argument('<date>', 'YYYY-MM-DD').argParser(day)
  const digest = root.command('digest').description("preview or send a day's digest")
  digest
    .command('preview')
    .addArgument(date())
    .description("show a day's first papers, or its mail to one subscriber; sends nothing")
    .option('--subscription <id>', 'the mail of this one, see "paperboy subscribers"')
    .option('--html', 'the HTML of the mail instead of its text')
    .action(act(preview))
  digest
    .command('send')
    .addArgument(date())
    .description('send the digest now to everybody who has no issue of that day yet')
    .action(act(send))
  root
    .command('subscribers')
    .description('list the subscribers')
    .option('--limit <number>', 'at most so many', positive, 100)
    .option('--find <text>', 'a part of the address, or an id')
    .addOption(new Option('--state <state>', 'only these').choices(['pending', 'confirmed', 'unsubscribed']))
    .action(act(subscribers))
}

function addCompletion(root: Command, { stdout }: Surroundings): void {
  const shells = { bash: bashCompletion, zsh: zshCompletion }
  root
    .command('completion')
    .addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(shells)))
    .description('print what makes a shell complete these commands: eval "$(paperboy completion bash)"')
    .action((shell: keyof typeof shells) => void stdout.write(shells[shell](commandTree(root))))
}
