import type { CommandNode } from './command-tree.ts'
import { paths, quoted } from './shell-words.ts'

/** For bash 3.2 and newer, which macOS has; without a word of ours bash offers files. */
export function bashCompletion(tree: CommandNode[]): string {
  return `# Completion of paperboy for bash: eval "$(paperboy completion bash)"
_paperboy() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} at='' words='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$at/\${COMP_WORDS[i]}" in
      ${paths(tree)}) at="$at/\${COMP_WORDS[i]}" ;;
    esac
  done
  COMPREPLY=()
  case "$at:$prev" in
${tree.flatMap(valueCases).join('\n')}
  esac
  case "$at" in
${tree.map(wordCase).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _paperboy paperboy
`
}

/** What follows an option: one of its choices, or what bash offers by itself. */
function valueCases({ path, options }: CommandNode): string[] {
  return options.flatMap(({ flags, value }) => {
    if (value === 'none') return []
    const patterns = flags.map((flag) => quoted(`${path}:${flag}`)).join('|')
    const reply = value === 'any' ? '' : `COMPREPLY=($(compgen -W ${quoted(value.join(' '))} -- "$cur")); `
    return [`    ${patterns}) ${reply}return ;;`]
  })
}

function wordCase({ path, commands, options, choices, takesFiles }: CommandNode): string {
  const names = commands.map(({ name }) => name)
  const flags = options.flatMap((option) => option.flags)
  const words = `words=${quoted([...names, ...choices, ...flags].join(' '))}`
  // No words: bash's own default is files.
  const files = takesFiles ? '[[ $cur == -* ]] || return; ' : ''
  return `    ${quoted(path)}) ${files}${words} ;;`
}
