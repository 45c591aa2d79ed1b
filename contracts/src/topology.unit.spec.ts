import { controlQueueName, JOB_PRIORITIES, jobQueueName, jobRoutingKey, TOPOLOGY, type Exchange, type Queue } from './index';

const exchanges: Exchange[] = Object.values(TOPOLOGY.exchanges);
const queues: Queue[] = Object.values(TOPOLOGY.queues);
const named = (name: unknown): Exchange | undefined => exchanges.find((exchange) => exchange.name === name);

it('binds queues, alternates and dead letters only to exchanges that exist', () => {
  const targets = [
    ...queues.flatMap((queue) => [...queue.bindings.map((binding) => binding.exchange), queue.arguments['x-dead-letter-exchange']]),
    ...exchanges.map((exchange) => exchange.arguments['alternate-exchange']),
    TOPOLOGY.jobQueues.exchange,
    TOPOLOGY.jobQueues.arguments['x-dead-letter-exchange'],
    TOPOLOGY.controlQueues.exchange,
  ].filter((target) => target !== undefined);
  expect(targets.filter((target) => !named(target))).toEqual([]);
});

it('gives every exchange a queue, or queues of its own', () => {
  const bound = new Set([...queues.flatMap((queue) => queue.bindings.map((binding) => binding.exchange)), TOPOLOGY.jobQueues.exchange, TOPOLOGY.controlQueues.exchange]);
  expect(exchanges.map((exchange) => exchange.name).filter((name) => !bound.has(name as never))).toEqual([]);
});

it('lets an undeliverable probe come back: control has no alternate exchange, and no queue that outlives its process', () => {
  expect(named('observatory.control')?.arguments).toEqual({});
  expect(queues.filter((queue) => queue.bindings.some((binding) => binding.exchange === 'observatory.control'))).toEqual([]);
  expect(TOPOLOGY.controlQueues).toMatchObject({ exclusive: true, autoDelete: true });
});

it('binds no queue but job queues to dispatch, or an unroutable job would look delivered', () => {
  expect(queues.filter((queue) => queue.bindings.some((binding) => binding.exchange === 'observatory.dispatch'))).toEqual([]);
});

it('keeps every lasting queue a quorum queue, bounded where nothing limits what comes in', () => {
  for (const queue of [...queues, TOPOLOGY.jobQueues]) expect(queue.arguments).toMatchObject({ 'x-queue-type': 'quorum' });
  for (const queue of queues.filter(({ name }) => name !== TOPOLOGY.queues.reports.name)) {
    expect(queue.arguments).toMatchObject({ 'x-max-length': expect.any(Number) as number, 'x-max-length-bytes': expect.any(Number) as number, 'x-overflow': 'drop-head' });
  }
});

it('uses nothing that RabbitMQ 3.10 or 4.x refuses for a quorum queue', () => {
  const refused = ['x-max-priority', 'x-queue-mode', 'x-message-ttl-per-message'];
  for (const queue of [...queues, TOPOLOGY.jobQueues]) {
    expect(Object.keys(queue.arguments).filter((key) => refused.includes(key))).toEqual([]);
    expect(queue.arguments['x-delivery-limit' as never] ?? 1).toBeGreaterThan(0);
  }
});

it('names job queues, their keys and control queues', () => {
  expect(jobQueueName('default', 'high')).toBe('jobs.default.high.v1');
  expect(jobRoutingKey('default', 'high')).toBe('default.high');
  expect(controlQueueName('worker-1', 'f00')).toBe('control.worker-1.f00');
  const names = ['a', 'a.high', 'a.high.low', 'a.low'].flatMap((queue) => JOB_PRIORITIES.map((priority) => jobRoutingKey(queue, priority)));
  expect(new Set(names).size).toBe(names.length);
});
