import { cpSync, existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { judgeRelease, type Verdict } from './compatibility/release-rules';
import { lintSchemas } from './compatibility/subset.lint';
import { FOLDERS, readSchemaFiles } from './generate/schema-files';

/**
 * `npm run contracts:check`: the subset, then the versions against the last release. Prints what changed; exits 1 on a fault.
 * `npm run contracts:release` does the same and then makes the present schemas the released ones.
 */
function main(): void {
  const contracts = join(process.cwd(), 'contracts');
  const current = readSchemaFiles(join(contracts, 'schemas'));
  const released = join(contracts, 'released');
  const faults = lintSchemas(current);
  const verdicts = faults.length > 0 ? [] : judgeRelease(readSchemaFiles(released), current, readEvidence(contracts));
  for (const verdict of verdicts) {
    if (verdict.needs !== 'none' || verdict.released === undefined) console.log(summary(verdict));
    faults.push(...verdict.faults.map((fault) => `${verdict.schema} ${fault}`));
  }
  if (faults.length > 0) {
    console.error(`contracts: ${faults.length} fault(s)\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    process.exitCode = 1;
    return;
  }
  console.log(`contracts: ${current.length} schemas, each compatible with its last release`);
  if (process.argv.includes('--release')) release(contracts, released);
}

function summary({ schema, released, current, needs }: Verdict): string {
  return released === undefined ? `contracts: ${schema} ${current} is new` : `contracts: ${schema} ${released} -> ${current ?? 'removed'} (${needs})`;
}

function readEvidence(contracts: string): { notes: Set<string>; approvals: string } {
  const notes = join(contracts, 'CHANGES');
  const files = existsSync(notes) ? readdirSync(notes, { recursive: true, withFileTypes: true }) : [];
  return {
    notes: new Set(files.filter((file) => file.isFile()).map((file) => relative(notes, join(file.parentPath, file.name)).split(sep).join('/'))),
    approvals: readFileSync(join(contracts, 'APPROVALS.md'), 'utf8'),
  };
}

function release(contracts: string, released: string): void {
  rmSync(released, { recursive: true, force: true });
  for (const folder of FOLDERS) cpSync(join(contracts, 'schemas', folder), join(released, folder), { recursive: true });
  console.log('contracts: released');
}

main();
