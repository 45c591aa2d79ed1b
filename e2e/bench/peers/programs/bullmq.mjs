import { Queue, Worker } from 'bullmq';

const NAME = 'bench';

/** BullMQ on whatever `connection` and `backend` name; `options` go to each Queue and Worker. */
export async function openOn(connection, ...backend) {
  const queue = new Queue(NAME, { connection }, ...backend);
  await queue.waitUntilReady();
  return {
    send: (data) => queue.add('job', data),
    sendMany: (list) => queue.addBulk(list.map((data) => ({ name: 'job', data }))),
    settle: async () => undefined,
    async left() {
      const counts = await queue.getJobCounts('waiting', 'active', 'prioritized', 'delayed');
      return Object.values(counts).reduce((sum, count) => sum + count, 0);
    },
    async work(concurrency, run) {
      const worker = new Worker(NAME, (job) => run(job.data), { connection, concurrency }, ...backend);
      worker.on('error', (error) => console.error(error.message));
      await worker.waitUntilReady();
      return () => worker.close(true);
    },
    close: () => queue.close(),
  };
}
