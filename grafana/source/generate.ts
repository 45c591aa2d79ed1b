import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../deploy/native';
import { dashboardJson } from './build-dashboard';
import { DASHBOARDS } from './dashboards';

/**
 * Writes `grafana/dashboards/*.json` from the sources beside this file; with `--check` only compares, and exits 1 on a difference:
 * `npm run observability:generate`.
 */
const FOLDER = join('grafana', 'dashboards');

function generated(): Map<string, string> {
  return new Map(DASHBOARDS.map((dashboard) => [join(FOLDER, `${dashboard.uid}.json`), dashboardJson(dashboard)]));
}

function main(check: boolean): number {
  const root = projectRoot();
  const files = generated();
  let stale = 0;
  const told = (state: string, file: string) => console.log(`${state} ${file}`);
  for (const [file, text] of files) {
    const path = join(root, file);
    const same = existsSync(path) && readFileSync(path, 'utf8') === text;
    if (!same && check) stale += 1;
    if (!same && !check) writeFileSync(path, text);
    told(same ? 'same   ' : check ? 'STALE  ' : 'written', file);
  }
  for (const file of readdirSync(join(root, FOLDER)).map((name) => join(FOLDER, name))) {
    if (files.has(file)) continue;
    if (check) stale += 1;
    else rmSync(join(root, file));
    told(check ? 'STRAY  ' : 'removed', file);
  }
  if (stale > 0) console.error(`${stale} generated files differ from their sources: npm run observability:generate`);
  return stale > 0 ? 1 : 0;
}

process.exit(main(process.argv.includes('--check')));
