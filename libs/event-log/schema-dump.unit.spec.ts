import { normalisedSchema } from './schema-dump';

describe('a schema dump', () => {
  it('loses what differs between runs and servers, and keeps the rest', () => {
    const dump = [
      '\\restrict a1b2c3', '-- Dumped from database version 15.1', '', 'SET statement_timeout = 0;', "SELECT pg_catalog.set_config('search_path', '', false);",
      '', '', '', 'CREATE TABLE public.jobs (', '    id uuid NOT NULL', ');', '', '', '', 'CREATE INDEX jobs_status ON public.jobs (status);', '\\unrestrict a1b2c3', '',
    ].join('\n');
    expect(normalisedSchema(dump)).toBe(
      '-- Generated from the migrated database (npm run schema:dump). Do not edit.\n\nCREATE TABLE public.jobs (\n    id uuid NOT NULL\n);\n\nCREATE INDEX jobs_status ON public.jobs (status);\n',
    );
  });

  it('is the same when it is made again from itself', () => {
    const once = normalisedSchema('SET x = 1;\nCREATE TABLE a ();\n');
    expect(normalisedSchema(once)).toBe(once);
  });
});
