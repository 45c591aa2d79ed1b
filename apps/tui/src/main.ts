#!/usr/bin/env node
import { CommanderError } from 'commander';
import { EXIT } from './cli/exit-codes';
import { buildProgram } from './cli/program';

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.failed));

const program = buildProgram(async (flags, command) => {
  // Sub-commands do without it, and start the quicker.
  const { openConsole } = await import('./console/open-console');
  process.exitCode = await openConsole(flags, command);
});

try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  if (error.code === 'observatory.shell') process.stderr.write(`${error.message}\n`);
  process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
}
