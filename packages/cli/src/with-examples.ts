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
  replay: ['paperboy replay DUMP'],
  undo: ['paperboy undo DUMP --yes'],
  search: [
    'paperboy search graph networks --code --sort newest',
    'paperboy search -- attention -visual        # without the second word',
    'paperboy search transformer --json | jq -r ".items[].title"',
  ],
  'digest preview': [
    'paperboy digest preview 2026-11-24',
    'paperboy digest preview 2026-11-24 --subscription ID    # the mail of one',
  ],
  'digest send': ['paperboy digest send 2026-11-24'],
  completion: [
    `echo 'eval "$(paperboy completion bash)"' >> ~/.bashrc`,
    `echo 'eval "$(paperboy completion zsh)"' >> ~/.zshrc    # after compinit`,
  ],
}

/** Lines to copy below the help of each command. */
export function withExamples(root: Command, self: string): Command {
  add(root, '', self)
  return root
}

function add(command: Command, path: string, self: string): void {
  const lines = examples[path]
  if (lines)
    command.addHelpText(
      'after',
      ['', 'Examples:', ...lines.map((line) => `  ${line.replaceAll('paperboy ', `${self} `)}`)].join('\n'),
    )
  for (const below of command.commands) add(below, `${path} ${below.name()}`.trim(), self)
}
