/**
 * `pg_dump --schema-only` without what differs between runs and servers: comments (which carry versions), session settings, the tokens that newer
 * dumps begin and end with. What is left is `schema.sql`; a spec compares it with the migrated database.
 */
export function normalisedSchema(dump: string): string {
  const lines = dump.split('\n').filter((line) => !/^(--|SET |SELECT pg_catalog\.set_config|\\(un)?restrict )/.test(line));
  return `-- Generated from the migrated database (npm run schema:dump). Do not edit.\n\n${lines.join('\n').replace(/\n{3,}/g, '\n\n').trim()}\n`;
}
