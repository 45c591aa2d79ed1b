export const COMPLETION_SHELLS = ['bash', 'zsh', 'fish'] as const;
export type CompletionShell = (typeof COMPLETION_SHELLS)[number];

export interface FlagShape {
  readonly name: string;
  readonly about: string;
  readonly takesValue: boolean;
  readonly values: readonly string[];
}

export interface CommandShape {
  readonly name: string;
  readonly about: string;
  readonly flags: readonly FlagShape[];
  readonly commands: readonly CommandShape[];
}

/** What can come next after the words typed so far. All of it stands in the script: nothing is started to complete a word. */
export function completionScript(shell: CompletionShell, program: CommandShape): string {
  switch (shell) {
    case 'bash':
      return bash(program);
    case 'zsh':
      return `#compdef ${program.name}\nautoload -U +X bashcompinit && bashcompinit\n${bash(program)}`;
    case 'fish':
      return fish(program);
  }
}

interface Place {
  /** The words that lead to the command, without the program's name. */
  readonly path: readonly string[];
  readonly command: CommandShape;
}

const placesIn = (command: CommandShape, path: readonly string[] = []): Place[] => [{ path, command }, ...command.commands.flatMap((inner) => placesIn(inner, [...path, inner.name]))];

function bash(program: CommandShape): string {
  const globals = program.flags.map(({ name }) => name);
  const cases = placesIn(program).map(({ path, command }) => {
    const words = [...command.commands.map(({ name }) => name), ...new Set([...command.flags.map(({ name }) => name), ...globals, '--help'])];
    return `    "${path.join(' ')}") words="${words.join(' ')}" ;;`;
  });
  const values = valuesOf(program).map(({ name, values: some }) => `    ${name}) COMPREPLY=($(compgen -W "${some.join(' ')}" -- "$current")); return ;;`);
  return `# Completion of ${program.name} for bash.
_${program.name}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" place="" words="" word
  case "$previous" in
${values.join('\n')}
  esac
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) ;; *)
      case " ${placesIn(program).map(({ path }) => path.join('/')).filter(Boolean).join(' ')} " in
        *" \${place:+\${place// //}/}$word "*) place="\${place:+$place }$word" ;;
      esac ;;
    esac
  done
  case "$place" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _${program.name} ${program.name}
`;
}

function valuesOf(program: CommandShape): FlagShape[] {
  const flags = placesIn(program).flatMap(({ command }) => command.flags.filter(({ values }) => values.length > 0));
  return [...new Map(flags.map((flag) => [flag.name, flag])).values()];
}

function fish(program: CommandShape): string {
  const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const lines = placesIn(program).flatMap(({ path, command }) => {
    const seen = path.map((word) => `__fish_seen_subcommand_from ${word}`);
    const inner = command.commands.map(({ name }) => name);
    const next = inner.length === 0 ? [] : [`not __fish_seen_subcommand_from ${inner.join(' ')}`];
    const when = quote([...seen, ...next].join('; and ') || 'true');
    const always = quote(seen.join('; and ') || 'true');
    return [
      ...command.commands.map(({ name, about }) => `complete -c ${program.name} -f -n ${when} -a ${name} -d ${quote(about)}`),
      ...command.flags.map(({ name, about, takesValue, values }) => `complete -c ${program.name} -f -n ${always} -l ${name.slice(2)}${takesValue ? ' -r' : ''}${values.length > 0 ? ` -a ${quote(values.join(' '))}` : ''} -d ${quote(about)}`),
    ];
  });
  return `# Completion of ${program.name} for fish.\n${lines.join('\n')}\n`;
}
