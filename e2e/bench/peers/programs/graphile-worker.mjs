import { Logger, makeWorkerUtils, run as runWorker } from 'graphile-worker';
import pg from 'pg';

const TASK = 'noop';
const silent = new Logger(() => () => undefined);

export async function open({ databaseUrl }) {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 34 });
  const utils = await makeWorkerUtils({ pgPool: pool, logger: silent });
  await utils.migrate();
  return {
    send: (data) => utils.addJob(TASK, data),
    sendMany: (list) => utils.addJobs(list.map((data) => ({ identifier: TASK, payload: data }))),
    settle: () => pool.query('ANALYZE'),
    async left() {
      const { rows } = await pool.query('SELECT count(*)::int AS left FROM graphile_worker.jobs');
      return rows[0].left;
    },
    async work(concurrency, run) {
      const runner = await runWorker({ pgPool: pool, concurrency, noHandleSignals: true, logger: silent, taskList: { [TASK]: (data) => run(data) } });
      return () => runner.stop();
    },
    async close() {
      await utils.release();
      await pool.end();
    },
  };
}
