import { Command, CommanderError, Option } from 'commander';
import { addCommands } from './commands/commands';
import { addJobCommands } from './commands/job';
import { addLogin } from './commands/login';
import { addReads } from './commands/reads';
import { addWatch } from './commands/watch';
import { does, type Cli } from './cli';
import type { GlobalFlags } from './context';
import { COMPLETION_SHELLS, completionScript } from './completion';
import { EXIT, EXIT_HELP } from './exit-codes';
import { describeProgram } from './describe-program';

export function buildProgram(openConsole: (flags: GlobalFlags, command: string | undefined) => Promise<void>): Command {
  const program = new Command('observatory')
    .description('The terminal console of Job Observatory. Without a sub-command it opens the pages; with one it answers and ends.')
    .option('--observatory <url>', 'where the observatory is (OBSERVATORY_URL; default: the local stack)')
    .option('--gateway <url>', 'where commands go (GATEWAY_URL; default: the local stack)')
    .option('--by <name>', 'who is named as having given a command (OBSERVATORY_USER; default: you@host)')
    .option('--json', 'answer with one JSON document, or one per line where there is no end')
    .option('-c, --command <words>', 'the page to open first, as after ":", for example "jobs state=FAILED"')
    .exitOverride()
    .showHelpAfterError('(--help tells more)')
    .addHelpText('after', EXIT_HELP);
  program.action(async () => {
    const flags = program.opts<GlobalFlags & { command?: string }>();
    await openConsole(flags, flags.command);
  });
  const cli: Cli = { program, does: (run) => does(program, run) };
  addReads(cli);
  addJobCommands(cli);
  addWatch(cli);
  addCommands(cli);
  addLogin(cli);
  program
    .command('completion')
    .description('print a completion script: eval "$(observatory completion bash)"')
    .argument('<shell>', COMPLETION_SHELLS.join(', '))
    .action((shell: string) => {
      const known = COMPLETION_SHELLS.find((name) => name === shell);
      if (known === undefined) throw new CommanderError(EXIT.usage, 'observatory.shell', `error: no completion for "${shell}": ${COMPLETION_SHELLS.join(', ')}`);
      process.stdout.write(completionScript(known, describeProgram(program)));
    });
  for (const command of everyCommand(program)) command.exitOverride();
  addJsonEverywhere(program);
  return program;
}

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

/** `observatory jobs list --json` is written as naturally as `observatory --json jobs list`. */
function addJsonEverywhere(program: Command): void {
  for (const command of everyCommand(program)) {
    if (command !== program && command.commands.length === 0 && command.name() !== 'completion') command.addOption(new Option('--json', 'answer in JSON'));
  }
}
