import type { SchemaFile } from '../generate/schema-files';
import { compareSchemas, type Change } from './compare-schemas';
import { resolveAll } from './resolve-schema';

/**
 * Holds the schemas of the work tree against those of the last release and says which version each change asks for.
 * MAJOR: breaking, and only with a migration note and the approval of the contract authority. MINOR: additive. PATCH: any other
 * difference, a changed description included. Several changes since the release need one bump, that of the gravest.
 */
export type Evidence = {
  /** Paths of the migration notes below `contracts/CHANGES`, with `/`. */
  readonly notes: ReadonlySet<string>;
  /** The text of `contracts/APPROVALS.md`. */
  readonly approvals: string;
};

export type Level = 'none' | 'patch' | 'minor' | 'major';
export type Verdict = {
  readonly schema: string;
  readonly released?: string;
  readonly current?: string;
  readonly needs: Level;
  readonly changes: readonly Change[];
  readonly faults: readonly string[];
};

/** One verdict per schema that exists now or did at the last release. */
export function judgeRelease(released: readonly SchemaFile[], current: readonly SchemaFile[], evidence: Evidence): Verdict[] {
  const before = resolveAll(released);
  const after = resolveAll(current);
  const verdicts: Verdict[] = [];
  for (const [id, { file: old, resolved: oldResolved }] of before) {
    const now = after.get(id);
    if (!now) {
      const faults = evidenceFaults(old, 'removed', evidence);
      verdicts.push({ schema: old.path, released: old.schema.$version, needs: 'major', changes: [], faults: faults.map((fault) => `was removed: ${fault}`) });
      continue;
    }
    const changes = [...compareSchemas(oldResolved, now.resolved, { request: old.base.endsWith('-request') }), ...ownText(old, now.file)];
    const needs = levelOf(changes);
    const versions = { released: old.schema.$version, current: now.file.schema.$version };
    verdicts.push({ schema: old.path, ...versions, needs, changes, faults: versionFaults(now.file, versions, needs, changes, evidence) });
  }
  for (const [id, { file }] of after) {
    if (before.has(id)) continue;
    verdicts.push({ schema: file.path, current: file.schema.$version, needs: 'none', changes: [], faults: [] });
  }
  return verdicts;
}

/** Which note has to exist for a MAJOR version or for the removal of a schema. */
export const notePath = (file: SchemaFile, what: string): string => `${file.path.replace(/\.json$/, '')}@${what}.md`;

/** A line of the table in `APPROVALS.md` that approves `what` of a schema: schema, version or `removed`, who, when. */
export function isApproved(approvals: string, file: SchemaFile, what: string): boolean {
  return approvals
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim().replace(/^`|`$/g, '')))
    .some((cells) => cells[1] === file.path && cells[2] === what && /\S/.test(cells[3] ?? '') && /^\d{4}-\d{2}-\d{2}$/.test(cells[4] ?? ''));
}

/** Keywords of the root are not part of the resolved schema; a new dialect or notation there is a change as well. */
function ownText(old: SchemaFile, now: SchemaFile): Change[] {
  return old.schema.$schema === now.schema.$schema ? [] : [{ kind: 'editorial', pointer: '/$schema', what: '$schema changed' }];
}

function levelOf(changes: readonly Change[]): Level {
  if (changes.some((change) => change.kind === 'breaking')) return 'major';
  if (changes.some((change) => change.kind === 'additive')) return 'minor';
  return changes.length > 0 ? 'patch' : 'none';
}

const LEVELS: readonly Level[] = ['none', 'patch', 'minor', 'major'];

function versionFaults(
  file: SchemaFile,
  versions: { released: string; current: string },
  needs: Level,
  changes: readonly Change[],
  evidence: Evidence,
): string[] {
  const step = stepBetween(versions.released, versions.current);
  if (step === 'back') return [`went back from ${versions.released} to ${versions.current}`];
  const faults: string[] = [];
  if (LEVELS.indexOf(step) < LEVELS.indexOf(needs)) {
    const gravest = changes.filter((change) => levelOf([change]) === needs).map((change) => `${change.pointer || 'the schema'} ${change.what}`);
    faults.push(`needs a ${needs.toUpperCase()} version above ${versions.released}, has ${versions.current}: ${gravest.join('; ')}`);
  }
  if (step === 'major') faults.push(...evidenceFaults(file, versions.current, evidence));
  return faults;
}

function evidenceFaults(file: SchemaFile, what: string, evidence: Evidence): string[] {
  const faults: string[] = [];
  const note = notePath(file, what);
  if (!evidence.notes.has(note)) faults.push(`needs a migration note, contracts/CHANGES/${note}`);
  if (!isApproved(evidence.approvals, file, what)) faults.push(`needs a line "| ${file.path} | ${what} | who | date | why |" in contracts/APPROVALS.md`);
  return faults;
}

/** The step from one semantic version to a later one. */
function stepBetween(from: string, to: string): Level | 'back' {
  const old = from.split('.').map(Number);
  const now = to.split('.').map(Number);
  const at = old.findIndex((part, index) => part !== now[index]);
  if (at === -1) return 'none';
  if ((now[at] ?? 0) < (old[at] ?? 0)) return 'back';
  return (['major', 'minor', 'patch'] as const)[at] ?? 'back';
}
