import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { normalisedSchema } from './schema-dump';

/** Writes `schema.sql`: `npm run schema:dump -- <url of a migrated database>`. */
const [url] = process.argv.slice(2);
if (url === undefined) {
  process.stderr.write('usage: npm run schema:dump -- <url of a migrated database>\n');
  process.exitCode = 64;
} else {
  const dump = execFileSync('pg_dump', ['--schema-only', '--no-owner', '--no-privileges', url], { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 });
  writeFileSync('libs/event-log/schema.sql', normalisedSchema(dump));
  process.stdout.write('wrote libs/event-log/schema.sql\n');
}
