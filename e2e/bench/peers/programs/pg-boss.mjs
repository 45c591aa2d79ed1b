import pg from 'pg';
import { PgBoss } from 'pg-boss';

const QUEUE = 'bench';

/** Wakes by LISTEN/NOTIFY. A backlog is drained by loops that fetch and complete one job at a time, an outcome per job as the others; `work` takes minutes for it. */
export async function open({ databaseUrl }) {
  const boss = new PgBoss({ connectionString: databaseUrl, max: 32, useListenNotify: true });
  boss.on('error', (error) => console.error(error.message));
  await boss.start();
  await boss.createQueue(QUEUE, { notify: true });
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  return {
    send: (data) => boss.send(QUEUE, data),
    sendMany: (list) => boss.insert(QUEUE, list.map((data) => ({ data }))),
    settle: () => pool.query('ANALYZE'),
    async left() {
      const { rows } = await pool.query(`SELECT count(*)::int AS left FROM pgboss.job WHERE name = $1 AND state < 'completed'`, [QUEUE]);
      return rows[0].left;
    },
    async work(concurrency, run, { backlog = false } = {}) {
      if (backlog) return inLoops(boss, concurrency, run);
      await boss.work(QUEUE, { batchSize: 1, localConcurrency: concurrency, pollingIntervalSeconds: 0.5 }, ([job]) => run(job.data));
      return () => boss.offWork(QUEUE);
    },
    async close() {
      await pool.end();
      await boss.stop({ graceful: false });
    },
  };
}

async function inLoops(boss, concurrency, run) {
  let open = true;
  const loop = async () => {
    while (open) {
      const [job] = await boss.fetch(QUEUE);
      if (!job) return;
      await run(job.data);
      await boss.complete(QUEUE, job.id);
    }
  };
  const loops = Promise.all(Array.from({ length: concurrency }, loop));
  return () => {
    open = false;
    return loops;
  };
}
