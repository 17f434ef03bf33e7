import type { CommandNode } from './command-tree.ts'

/** One word for every shell, whatever is in it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** The patterns of a `case` that knows the commands below the program. */
export function paths(tree: CommandNode[]): string {
  return tree.flatMap(({ path }) => (path ? [quoted(path)] : [])).join('|')
}
