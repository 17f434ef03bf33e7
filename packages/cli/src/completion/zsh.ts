import type { CommandNode } from './command-tree.ts'
import { paths, quoted } from './shell-words.ts'

/** For zsh, with what each word means. */
export function zshCompletion(tree: CommandNode[]): string {
  return `#compdef paperboy
# Completion of paperboy for zsh: eval "$(paperboy completion zsh)" after compinit, or as _paperboy in $fpath.
_paperboy() {
  local at='' i cur=\${words[CURRENT]} prev=\${words[CURRENT-1]}
  local -a commands options choices
  for ((i = 2; i < CURRENT; i++)); do
    case "$at/\${words[i]}" in
      ${paths(tree)}) at="$at/\${words[i]}" ;;
    esac
  done
  case "$at:$prev" in
${tree.flatMap(valueCases).join('\n')}
  esac
  case "$at" in
${tree.map(wordCase).join('\n')}
  esac
  if [[ $cur == -* ]]; then
    _describe -o 'option' options
    return
  fi
  ((\${#commands})) && _describe 'command' commands
  ((\${#choices})) && _describe 'value' choices
  return 0
}
if [[ \${funcstack[1]} == _paperboy ]]; then _paperboy "$@"; else compdef _paperboy paperboy; fi
`
}

function valueCases({ path, options }: CommandNode): string[] {
  return options.flatMap(({ flags, value }) => {
    if (value === 'none') return []
    const patterns = flags.map((flag) => quoted(`${path}:${flag}`)).join('|')
    const reply = value === 'any' ? '_default' : `compadd -- ${value.map(quoted).join(' ')}`
    return [`    ${patterns}) ${reply}; return ;;`]
  })
}

function wordCase({ path, commands, options, choices, takesFiles }: CommandNode): string {
  const described = (name: string, description: string) =>
    quoted(`${name.replaceAll(':', '\\:')}:${description}`)
  const names = commands.map(({ name, description }) => described(name, description))
  const flags = options.flatMap(({ flags: all, description }) =>
    all.map((flag) => described(flag, description)),
  )
  const files = takesFiles ? '[[ $cur == -* ]] || { _files; return }; ' : ''
  return `    ${quoted(path)}) ${files}commands=(${names.join(' ')}); options=(${flags.join(' ')}); choices=(${choices.map(quoted).join(' ')}) ;;`
}
