// `npm run security:check`: secrets in the repository, where packages come from, advisories. Each check first shows that it finds what was planted for it.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deafRules, findGitleaks, secretsIn } from './gitleaks.mjs';
import { audit, faultsOfLockfile, uncheckedBinaries, unseenSpoilings } from './packages.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
let faults = 0;

function tell(what, found) {
  faults += found.length;
  console.log(`${found.length === 0 ? 'ok   ' : 'FAULT'} ${what}`);
  for (const one of found) console.log(`      ${one}`);
}

const asked = audit(root);
const { path, missing } = findGitleaks(root);
if (path === undefined) tell('gitleaks', [missing]);
else {
  tell('gitleaks finds planted secrets', deafRules(root, path).map((rule) => `${rule} finds nothing in what was planted for it`));
  tell('no secret in the history or in a changed file', secretsIn(root, path).map(({ rule, where }) => `${rule} at ${where}`));
}
tell('lockfile-lint sees spoilt lockfiles', unseenSpoilings(root).map((how) => `${how}: not seen`));
tell(`every package comes from the registry, over TLS, with a checksum (but ${uncheckedBinaries(root)} binaries of other platforms)`, faultsOfLockfile(root));
const advisories = await asked;
if (advisories.kind === 'unknown') console.log(`NOT CHECKED advisories: ${advisories.why}`);
else tell(`no grave advisory on a package of production${advisories.others > 0 ? ` (${advisories.others} lesser ones: npm audit)` : ''}`, advisories.grave ?? []);
process.exitCode = faults === 0 ? 0 : 1;
