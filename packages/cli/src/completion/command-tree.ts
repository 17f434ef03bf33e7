import type { Command, Option } from 'commander'

/** What can follow a command on its line. */
export type CommandNode = {
  /** Its names from the first on, each after a slash; empty for the program itself. */
  path: string
  commands: { name: string; description: string }[]
  options: { flags: string[]; description: string; value: OptionValue }[]
  /** What its argument may be, where that is known. */
  choices: string[]
  takesFiles: boolean
}
/** Nothing, one of these, or anything. */
export type OptionValue = 'none' | 'any' | string[]

/** The commands of a program as they are defined, so that completion and help cannot differ. */
export function commandTree(command: Command, path = ''): CommandNode[] {
  const help = command.createHelp()
  const commands = help.visibleCommands(command)
  const options = [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)]
  const argument = command.registeredArguments[0]
  const node = {
    path,
    commands: commands.map((each) => ({ name: each.name(), description: help.subcommandDescription(each) })),
    options: options.map((option) => ({
      flags: [option.short, option.long].filter((flag) => flag !== undefined),
      description: option.description,
      value: valuesOf(option),
    })),
    choices: argument?.argChoices ?? [],
    takesFiles: argument?.name() === 'files',
  }
  return [node, ...command.commands.flatMap((each) => commandTree(each, `${path}/${each.name()}`))]
}

function valuesOf(option: Option): OptionValue {
  if (!option.required && !option.optional) return 'none'
  return option.argChoices ?? 'any'
}
