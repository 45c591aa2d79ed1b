import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ROUTE_TABLE, type RouteCase } from './source/route-table';

const run = promisify(execFile);

/** Has amtool send every row of the table through the routes of a configuration. Throws with the rows that go elsewhere. */
export async function testRoutes(amtool: string, configuration: string, table: readonly RouteCase[] = ROUTE_TABLE): Promise<void> {
  const wrong = await Promise.all(
    table.map(async ({ labels, told }) => {
      const words = Object.entries(labels).map(([label, value]) => `${label}=${value}`);
      return run(amtool, ['config', 'routes', 'test', `--config.file=${configuration}`, `--verify.receivers=${told.join(',')}`, ...words]).then(
        () => [],
        (error: unknown) => {
          const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
          return [`${words.join(' ')}: expected ${told.join(', ')}\n${stdout}${stderr}`];
        },
      );
    }),
  );
  if (wrong.flat().length > 0) throw new Error(wrong.flat().join('\n'));
}
