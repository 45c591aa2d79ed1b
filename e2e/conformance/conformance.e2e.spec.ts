import { freshVhost } from '#testing';
import { pythonWorkerCommand, typescriptWorkerCommand } from '../workers/worker-commands';
import { CASES } from './cases/all-cases';
import { testConformance, type CaseResult } from './conformance';

const notKept = (results: readonly CaseResult[]) => results.filter(({ outcome }) => outcome !== 'passed').map(({ rules, name, why }) => `${rules.join(' ')} ${name}: ${why}`);

describe('the delivery protocol, tried from outside over AMQP', () => {
  it('is kept by the worker of this repository', async () => {
    const results = await testConformance({ amqpUrl: await freshVhost(), command: typescriptWorkerCommand(), processes: 4 });
    expect(notKept(results)).toEqual([]);
    expect(results).toHaveLength(CASES.length);
  }, 90_000);

  it('is kept by a worker in Python that knows only the document', async () => {
    const results = await testConformance({ amqpUrl: await freshVhost(), command: await pythonWorkerCommand(), processes: 8 });
    expect(notKept(results)).toEqual([]);
    expect(results).toHaveLength(CASES.length);
  }, 90_000);
});
