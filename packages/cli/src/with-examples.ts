import type { Command } from 'commander'

/** By the names of a command, the program's own under none. */
const examples: Record<string, string[]> = {
  '': [
    'paperboy ingest *.txt more.jsonl.gz',
    `paperboy search '"beam search" OR title:translation'`,
    'paperboy dumps --json | jq -r ".items[].filename"',
  ],
  ingest: [
    'paperboy ingest monday.txt',
    'paperboy ingest new/ --dry-run              # what a folder would do; stores nothing',
    'zcat old.gz | paperboy ingest - --date 2026-11-24',
  ],
  dumps: ['paperboy dumps --limit 5', `paperboy dumps --json | jq '.items[] | select(.status == "failed")'`],
  rejects: ['paperboy rejects DUMP --limit 1000 --json | jq -r ".items[].position"'],
  report: ['paperboy report DUMP'],
  replay: [
    'paperboy replay DUMP',
    'paperboy replay DUMP --rejects              # after an upgrade that reads more',
  ],
  undo: ['paperboy undo DUMP --yes'],
  search: [
    'paperboy search graph networks --code --sort newest',
    'paperboy search -- attention -visual        # without the second word',
    'paperboy search transformer --json | jq -r ".items[].title"',
  ],
  'sources-of': ['paperboy sources-of 2411.01234'],
  'near-duplicates': ['paperboy near-duplicates --dump DUMP --limit 50'],
  reindex: ['paperboy reindex'],
  requeue: ['paperboy requeue'],
  'digest preview': [
    'paperboy digest preview 2026-11-24',
    'paperboy digest preview 2026-11-24 --subscription ID    # the mail of one',
  ],
  'digest send': ['paperboy digest send 2026-11-24'],
  subscribers: [
    'paperboy subscribers --find example.org --state confirmed',
    'paperboy subscribers --limit 1000 --json | jq -r ".items[].email"',
  ],
  'subscriber unsubscribe': ['paperboy subscriber unsubscribe ID --yes'],
  'subscriber erase': ['paperboy subscriber erase ID --yes'],
  sources: ['paperboy sources'],
  'source save': [
    `paperboy source save daily https://huggingface.co/api/daily_papers --cron '0 * * * *'`,
    `paperboy source save daily --cron '0 6 * * *' --time-zone Europe/Berlin    # what is not named stays`,
  ],
  'source poll': ['paperboy source poll daily'],
  'source pause': ['paperboy source pause daily'],
  'source resume': ['paperboy source resume daily'],
  'source remove': ['paperboy source remove daily --yes'],
  keys: ['paperboy keys'],
  'key add': [
    'paperboy key add prometheus --scope read > paperboy-key',
    'paperboy key add a-heavy-client --scope client --per-minute 6000',
  ],
  'key revoke': ['paperboy key revoke KEY --yes'],
  'sign-out-all': ['paperboy sign-out-all --yes'],
  acts: ['paperboy acts --limit 200 --json | jq -r ".items[].who"'],
  completion: [
    `echo 'eval "$(paperboy completion bash)"' >> ~/.bashrc`,
    `echo 'eval "$(paperboy completion zsh)"' >> ~/.zshrc    # after compinit`,
  ],
}

/** What 1 means where it is not the same everywhere. */
const failures: Record<string, string> = {
  ingest: 'a dump failed or was not sent, standard error says which and why',
  replay: 'the dump failed again, standard error says why',
  'digest send': 'a mail failed, standard error says how many',
}
const FAILURE = 'something failed, standard error says what'

/** Ends the help of each command with its exit codes and lines to copy, and what is said of wrong usage with where help is. */
export function withExamples(root: Command, self: string): Command {
  add(root, '', self)
  return root
}

const part = (title: string, lines: string[]) =>
  lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  ${line}`)]

function add(command: Command, path: string, self: string): void {
  const codes = ['0  done', `1  ${failures[path] ?? FAILURE}`, '2  wrong usage']
  const lines = examples[path]?.map((line) => line.replaceAll('paperboy ', `${self} `)) ?? []
  command.addHelpText('after', [...part('Exit codes', codes), ...part('Examples', lines)].join('\n'))
  command.showHelpAfterError(`See "${[self, path].join(' ').trim()} --help".`)
  for (const below of command.commands) add(below, `${path} ${below.name()}`.trim(), self)
}
