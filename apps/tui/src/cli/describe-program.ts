import type { Command } from 'commander';
import type { CommandShape } from './completion';

/** What a completion script needs to know of a command. */
export function describeProgram(command: Command): CommandShape {
  return {
    name: command.name(),
    about: command.description(),
    flags: command.options.flatMap((option) => (option.long === undefined || option.long === null ? [] : [{ name: option.long, about: option.description, takesValue: option.required || option.optional, values: option.argChoices ?? [] }])),
    commands: command.commands.map((inner) => describeProgram(inner)),
  };
}
