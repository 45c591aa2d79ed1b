// `npm run lint`: types, ESLint, the arrows between parts. ESLint takes as long as all the others, so it runs beside them; what each says is shown whole.
import { spawn } from 'node:child_process';

const LANES = [
  ['eslint .'],
  ['tsc -p tsconfig.json --noEmit', 'tsc -p apps/web/tsconfig.json', 'tsc -p apps/tui/tsconfig.json', 'depcruise --config .dependency-cruiser.cjs apps libs contracts e2e deploy'],
];

/** Resolves to whether it found nothing. */
function run(command) {
  return new Promise((resolve) => {
    const child = spawn('/bin/sh', ['-c', `${command} 2>&1`], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (said += text));
    child.once('error', () => resolve(false));
    child.once('close', (code) => {
      if (said !== '') process.stdout.write(`${said.trimEnd()}\n`);
      if (code !== 0) process.stdout.write(`failed: ${command}\n`);
      resolve(code === 0);
    });
  });
}

async function runLane(commands) {
  let clean = true;
  for (const command of commands) clean = (await run(command)) && clean;
  return clean;
}

const outcomes = await Promise.all(LANES.map(runLane));
process.exitCode = outcomes.every(Boolean) ? 0 : 1;
