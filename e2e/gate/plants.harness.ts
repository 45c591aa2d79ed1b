import { connect } from 'amqplib';
import { MongoClient } from 'mongodb';
import { runSteps, type Step, type StepOutcome } from './step';
import { closeContext, type GateContext, newContext } from './context';

/** Runs steps in a context in which a fault was planted; what the steps opened is closed. */
export async function runPlanted(context: GateContext, steps: readonly Step[]): Promise<StepOutcome[]> {
  try {
    return await runSteps(steps, context);
  } finally {
    await closeContext(context);
  }
}

/** The same system seen through other addresses. */
export const seenThrough = (context: GateContext, urls: Partial<GateContext['urls']>): GateContext => newContext({ ...context.urls, ...urls }, context.root, context.pidOf, context.say, context.credentials);

/** What was wrong in a step, in one text. */
export const faultsIn = (outcomes: readonly StepOutcome[], step: string): string =>
  (outcomes.find(({ name }) => name === step)?.findings ?? []).filter(({ ok }) => !ok).map(({ what, detail }) => `${what}: ${detail ?? ''}`).join('\n');

/** A message that says it is an event and is none, put before the gate's own queue alone. */
export async function plantBrokenEvent(amqpUrl: string, queue: string): Promise<void> {
  const connection = await connect(amqpUrl);
  const channel = await connection.createConfirmChannel();
  channel.sendToQueue(queue, Buffer.from(JSON.stringify({ eventType: 'job.completed', payload: { jobId: 'no id' } })));
  await channel.waitForConfirms();
  await connection.close();
}

/** Changes the status of a job in the read model alone; resolves to what puts it back. */
export async function alterReadModel(mongoUrl: string, database: string, jobId: string): Promise<() => Promise<void>> {
  const client = new MongoClient(mongoUrl);
  const pointer = await client.db(database).collection<{ _id: string; collection: string }>('read_model_pointers').findOne({ _id: /^jobs@/ } as never);
  if (pointer === null) throw new Error('no read model of jobs is pointed to');
  const jobs = client.db(database).collection<{ _id: string; status: string }>(pointer.collection);
  const before = await jobs.findOneAndUpdate({ _id: jobId }, { $set: { status: 'RETRYING' } });
  if (before === null) throw new Error(`the read model has no job ${jobId}`);
  return async () => {
    await jobs.updateOne({ _id: jobId }, { $set: { status: before.status } });
    await client.close();
  };
}
