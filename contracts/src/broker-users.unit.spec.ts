import { BROKER_USERS, brokerPermissions, brokerTopicPermissions, jobQueueName, REPORT_TYPES, TELEMETRY_TYPES, TOPOLOGY } from './index';

const { exchanges, queues } = TOPOLOGY;
const names = [...Object.values(exchanges), ...Object.values(queues)].map(({ name }) => name as string);
const samples = [...names, jobQueueName('default', 'high'), jobQueueName('a.b', 'low'), 'control.worker-1.f00', 'amq.default', 'jobs', 'xobservatory.events', 'observatory.eventsx', 'aggregatorXevents.v1'];
const matching = (expression: string): string[] => samples.filter((name) => new RegExp(expression).test(name)).sort();

it('lets a worker declare its control queue alone, publish reports, telemetry and what it parks, and read jobs and its calls', () => {
  const { configure, write, read } = brokerPermissions('worker');
  expect(matching(configure)).toEqual(['control.worker-1.f00']);
  expect(matching(write)).toEqual(['control.worker-1.f00', 'observatory.parked', 'observatory.reports', 'observatory.telemetry']);
  expect(matching(read)).toEqual(['control.worker-1.f00', 'jobs.a.b.low.v1', 'jobs.default.high.v1', 'observatory.control']);
});

it('lets a worker of some queues read the jobs of those alone', () => {
  const { read } = brokerPermissions('worker', { queues: ['a.b'] });
  expect(matching(read)).toEqual(['control.worker-1.f00', 'jobs.a.b.low.v1', 'observatory.control']);
  expect(new RegExp(read).test('jobs.aXb.low.v1')).toBe(false);
});

it('lets an aggregator read its two queues, and declare nothing', () => {
  const { configure, write, read } = brokerPermissions('aggregator');
  expect(matching(configure)).toEqual([]);
  expect(matching(write)).toEqual(['observatory.parked', 'observatory.telemetry']);
  expect(matching(read)).toEqual(['aggregator.events.v1', 'aggregator.telemetry.v1']);
});

it('lets the gateway declare all there is, and read neither what is for the aggregator nor what is kept for people', () => {
  const { configure, write, read } = brokerPermissions('gateway');
  expect(matching(configure)).toEqual([...names, 'control.worker-1.f00', 'jobs.a.b.low.v1', 'jobs.default.high.v1'].sort());
  expect(names.filter((name) => !matching(write).includes(name))).toEqual([]);
  expect(matching(read)).not.toEqual(expect.arrayContaining(['aggregator.events.v1']));
  for (const unread of [queues.events, queues.telemetry, queues.unrouted, queues.parked]) expect(matching(read)).not.toContain(unread.name);
});

it('keeps event types apart where the routing key is one', () => {
  const of = (user: (typeof BROKER_USERS)[number]) => Object.fromEntries(brokerTopicPermissions(user).map(({ exchange, write, read }) => [exchange, { write: new RegExp(write), read }]));
  const worker = of('worker');
  expect(Object.keys(worker)).toEqual([exchanges.reports.name, exchanges.telemetry.name]);
  expect(REPORT_TYPES.filter((type) => !worker[exchanges.reports.name]?.write.test(type))).toEqual(['engine.ticked']);
  expect(TELEMETRY_TYPES.filter((type) => !worker[exchanges.telemetry.name]?.write.test(type))).toEqual([]);
  expect(Object.values(worker).map(({ read }) => read)).toEqual(['^$', '^$']);
  expect(TELEMETRY_TYPES.filter((type) => of('aggregator')[exchanges.telemetry.name]?.write.test(type))).toEqual(['service.heartbeat']);
  expect(REPORT_TYPES.filter((type) => of('gateway')[exchanges.reports.name]?.write.test(type))).toEqual(['engine.ticked']);
  expect(of('gateway')[exchanges.events.name]?.read).toBe('^(#)$');
});

it('uses anchored expressions only: a right to a name is none to a longer one', () => {
  for (const user of BROKER_USERS) for (const expression of Object.values(brokerPermissions(user))) expect(expression).toMatch(/^\^.*\$$/);
});
