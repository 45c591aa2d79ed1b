import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { PanelVerdict } from '../../grafana/check';
import { projectRoot } from '../../deploy/native';
import { type Injection, judgeInjection, PLACES } from './judge/judge-alerts';
import { judgeBoundary, openedConnections } from './judge/judge-boundary';
import { judgePanels } from './judge/judge-dashboards';
import { judgeDocuments } from './judge/judge-documents';
import { type HeardMessage, judgeEvents } from './judge/judge-events';
import { COUNTED, eventFacts, judgeRises } from './judge/judge-metrics';
import { judgeRequired, type RequiredFacts } from './judge/judge-required';
import { judgePages, type ShownJob } from './judge/judge-pages';
import { judgeStates, type StateOfJob } from './judge/judge-states';
import { recordedFace, recordedRun, recordedWitnesses } from './recorded-run.builder';
import type { Finding } from './step';
import type { Sample } from './system/prometheus';

/** What a real run of the gate saw passes; the same with one fault planted in it fails, and the finding says what is wrong. */
const failed = (findings: readonly Finding[]) => findings.filter(({ ok }) => !ok).map(({ what, detail }) => `${what}: ${detail ?? ''}`);
const nothing: string[] = [];

describe('the step "events"', () => {
  const { jobs } = recordedRun();
  const planted = (change: (heard: HeardMessage[]) => HeardMessage[]) => failed(judgeEvents(change([...recordedRun().heard]), jobs));
  const indexOf = (type: string) => recordedRun().heard.findIndex(({ routingKey }) => routingKey === type);

  it('passes what was heard', () => {
    expect(planted((heard) => heard)).toEqual(nothing);
  });

  it('takes an event that is delivered twice for what it is', () => {
    expect(planted((heard) => [...heard, heard[3]!])).toEqual(nothing);
  });

  it('sees an event that breaks its contract', () => {
    expect(planted((heard) => heard.with(indexOf('job.completed'), { routingKey: 'job.completed', body: heard[indexOf('job.completed')]!.body.replace('"attempt":1', '"attempt":"first"') }))).toContainEqual(expect.stringMatching(/valid against its contract: job\.completed: invalid_payload/));
  });

  it('sees what is no event at all', () => {
    expect(planted((heard) => [...heard, { routingKey: 'job.completed', body: '{"jobId":"x"}' }])).toContainEqual(expect.stringContaining('not_an_envelope'));
  });

  it('sees an event that is missing', () => {
    expect(planted((heard) => heard.toSpliced(indexOf('job.started'), 1))).toEqual([expect.stringMatching(/position \d+ came after \d+/), expect.stringMatching(/heard job\.submitted, job\.queued, job\.completed instead/)]);
  });

  it('sees two events that changed places', () => {
    expect(planted(([first, second, ...rest]) => [second!, first!, ...rest])).toContainEqual(expect.stringContaining('in the order of the log'));
  });

  it('sees an event under the key of another', () => {
    expect(planted(([first, ...rest]) => [{ ...first!, routingKey: 'no.such' }, ...rest])).toContainEqual(expect.stringMatching(/the routing key of each is its event type: \S+ came under no.such/));
  });

  it('sees a broker that delivers nothing', () => {
    expect(planted(() => [])).toEqual([expect.stringContaining('nothing was delivered')]);
  });
});

describe('the step "metrics"', () => {
  const { heard, jobs } = recordedRun();
  const facts = eventFacts(heard);
  const planted = (change: (counted: Map<string, readonly Sample[]>) => void) => {
    const { baseline, counted } = recordedRun().metrics;
    const now = new Map(counted);
    change(now);
    return failed(judgeRises(new Map(baseline), now, facts, jobs.length));
  };

  it('passes what was counted', () => {
    expect(planted(() => undefined)).toEqual(nothing);
  });

  it.each(COUNTED.map(({ what, counters }) => [what, counters]))('sees that "%s" does not move', (_, query) => {
    expect(planted((now) => now.set(query, new Map(recordedRun().metrics.baseline).get(query)!))).toHaveLength(1);
  });

  it.each(COUNTED.map(({ what, counters }) => [what, counters]))('sees that "%s" is counted once too often', (_, query) => {
    expect(planted((now) => now.set(query, now.get(query)!.map(({ labels, value }) => ({ labels, value: value + 1 }))))).toHaveLength(1);
  });

  it('sees a metric that is gone', () => {
    expect(planted((now) => now.set(COUNTED[0]!.counters, []))).toEqual([expect.stringContaining('Prometheus has no series')]);
  });
});

describe('the step "consistency"', () => {
  const { jobs } = recordedRun().states;
  const planted = (place: number, change: (state: StateOfJob) => StateOfJob | undefined) => {
    const witnesses = recordedWitnesses();
    const states = new Map(witnesses[place]!.states);
    const [id, state] = [...states][0]!;
    const changed = change(state);
    if (changed === undefined) states.delete(id);
    else states.set(id, changed);
    return failed(judgeStates(jobs, witnesses.with(place, { ...witnesses[place]!, states })));
  };

  it('passes what was shown', () => {
    expect(failed(judgeStates(jobs, recordedWitnesses()))).toEqual(nothing);
  });

  it.each([
    ['another status', (state: StateOfJob) => ({ ...state, status: 'FAILED' })],
    ['an event too few', (state: StateOfJob) => ({ ...state, version: state.version - 1 })],
    ['an attempt that was never made', (state: StateOfJob) => ({ ...state, attempts: [...state.attempts, 'LOST'] })],
    ['another queue', (state: StateOfJob) => ({ ...state, queue: 'other' })],
    ['not the job', () => undefined],
  ])('sees an observatory that shows %s', (_, change) => {
    expect(planted(1, change)).toEqual([expect.stringContaining('the observatory shows the same of each as PostgreSQL')]);
  });

  it('sees a truth that is not what must have become of a job', () => {
    expect(planted(0, (state) => ({ ...state, status: 'RUNNING' }))[0]).toContain('is RUNNING, not COMPLETED');
  });
});

describe('the pages of the step "consistency"', () => {
  const { jobs } = recordedRun().states;
  const [truth] = recordedWitnesses();
  const shown = new Map([...truth!.states].map(([id, { status, type, queue }]): [string, ShownJob] => [id, { status, type, queue }]));
  const [[first, page]] = [...shown] as [[string, ShownJob]];

  it('passes pages that show what is true', () => {
    expect(judgePages(jobs, truth!, shown).ok).toBe(true);
  });

  it.each([
    ['another status', { ...page, status: 'HELD' }],
    ['another type', { ...page, type: 'other' }],
    ['another queue', { ...page, queue: 'other' }],
    ['no job', undefined],
  ] as const)('sees a page that shows %s', (_, planted) => {
    const pages = new Map(shown);
    if (planted === undefined) pages.delete(first);
    else pages.set(first, planted);
    expect(judgePages(jobs, truth!, pages)).toMatchObject({ ok: false, detail: expect.stringContaining(first) as string });
  });
});

describe('the step "alerts"', () => {
  const [first] = recordedRun().injections;
  const planted = (change: Partial<Injection>) => failed(judgeInjection({ ...first!, ...change }));

  it.each(recordedRun().injections.map((injection) => [injection.alert, injection]))('passes what became of %s', (_, injection) => {
    expect(failed(judgeInjection(injection))).toEqual(nothing);
  });

  it.each(PLACES)('sees an alert that never came to %s', (place) => {
    expect(planted({ fired: { ...first!.fired, [place]: undefined } })).toEqual([expect.stringContaining(`${place}: never`)]);
  });

  it.each(PLACES)('sees an alert that came too late to %s', (place) => {
    expect(planted({ fired: { ...first!.fired, [place]: first!.faultAt + first!.detectionSeconds * 1000 + 200 } })).toEqual([expect.stringMatching(/fires within/)]);
  });

  it.each(PLACES)('sees an alert that stays in %s', (place) => {
    expect(planted({ resolved: { ...first!.resolved, [place]: undefined } })).toEqual([expect.stringMatching(/is resolved within .*: never/)]);
  });

  it('sees an alert that stood before anything was broken', () => {
    expect(planted({ stoodBefore: ['Prometheus'] })).toEqual([expect.stringContaining('it stood in Prometheus')]);
  });

  it('sees an alert that the log does not tell of', () => {
    expect(planted({ events: ['alert.fired'] })).toEqual([expect.stringContaining('not heard on the broker: alert.resolved')]);
  });
});

describe('the step "dashboards"', () => {
  const planted = (change: (verdict: PanelVerdict) => PanelVerdict) => failed(judgePanels(recordedRun().panels.map((verdict, index) => (index === 0 ? change(verdict) : verdict))));
  const dead = (why: string) => (verdict: PanelVerdict): PanelVerdict => ({ ...verdict, expected: { cause: 'load', move: 'rises' }, expr: 'sum(rate(dead_total[$__rate_interval]))', finding: { kind: 'dead', why } });

  it('passes what moved', () => {
    expect(planted((verdict) => verdict)).toEqual(nothing);
  });

  it('sees a panel that stands still', () => {
    expect(planted(dead('it was 0 before and 0 from then on'))).toEqual([expect.stringContaining('did not move by load: it was 0 before')]);
  });

  it('sees a panel whose metric nobody exports', () => {
    expect(planted(dead('no series at all'))).toEqual([expect.stringContaining('no series at all')]);
  });

  it('sees a query that Prometheus refuses', () => {
    expect(planted((verdict) => ({ ...verdict, finding: { kind: 'refused', why: 'parse error' } }))).toEqual([expect.stringContaining('parse error')]);
  });

  it('sees that next to nothing moved', () => {
    expect(failed(judgePanels(recordedRun().panels.map((verdict) => ({ ...verdict, finding: { kind: 'not_caused' } }))))).toEqual([expect.stringContaining('0 of')]);
  });

  it('sees that there are no panels', () => {
    expect(failed(judgePanels([]))).toHaveLength(1);
  });

  it('leaves to the panel check what looks back beyond the run', () => {
    expect(planted((verdict) => ({ ...dead('it was 1 before and 1 from then on')(verdict), expr: 'sum(increase(a_total[$__range]))' }))).toEqual(nothing);
    expect(planted((verdict) => ({ ...dead('state=lost was 1 before and 1 from then on')(verdict), expected: { cause: 'worker_killed', move: 'appears' } }))).toEqual(nothing);
    expect(planted((verdict) => ({ ...dead('state=lost was absent before and absent from then on')(verdict), expected: { cause: 'worker_killed', move: 'appears' } }))).toHaveLength(1);
  });
});

describe('the step "required"', () => {
  const planted = (change: (facts: RequiredFacts) => RequiredFacts) => {
    const { found, series, rules, tested } = recordedRun().required;
    return failed(judgeRequired(change({ found: new Map(found), series, rules, tested: new Set(tested), exists: (path) => existsSync(join(projectRoot(), path)), ids: recordedRun().jobs.map(({ id }) => id) })));
  };

  it('passes what was there', () => {
    expect(planted((facts) => facts)).toEqual(nothing);
  });

  it('sees a rule that is missing', () => {
    expect(planted((facts) => ({ ...facts, rules: facts.rules.filter(({ name }) => name !== 'ServiceDown') }))).toEqual([expect.stringMatching(/ServiceDown: the running Prometheus has no such rule/)]);
  });

  it('sees an alert without a severity, a runbook or a test', () => {
    expect(planted((facts) => ({ ...facts, rules: facts.rules.map((rule) => (rule.name === 'ServiceDown' ? { ...rule, labels: {} } : rule)) }))).toEqual([expect.stringContaining('its severity is ""')]);
    expect(planted((facts) => ({ ...facts, exists: (path) => !path.includes('ServiceDown') }))).toEqual([expect.stringContaining('is not in the repository')]);
    expect(planted((facts) => ({ ...facts, tested: new Set([...facts.tested].filter((name) => name !== 'ServiceDown')) }))).toEqual([expect.stringContaining('no promtool test')]);
  });

  it('sees a metric family that is missing', () => {
    expect(planted((facts) => ({ ...facts, found: new Map([...facts.found, ['observatory_queue_depth', 0]]) }))).toEqual([expect.stringContaining('queue depth')]);
  });

  it('sees a service without metrics, and series without a service', () => {
    expect(planted((facts) => ({ ...facts, series: facts.series.filter(({ service }) => service !== 'worker') }))).toEqual([expect.stringContaining('worker has no series')]);
    expect(planted((facts) => ({ ...facts, series: [...facts.series, { __name__: 'observatory_new_total' }] }))).toEqual([expect.stringContaining('observatory_new_total has series without the label service')]);
  });

  it('sees an id that became a label', () => {
    const id = recordedRun().jobs[0]!.id;
    expect(planted((facts) => ({ ...facts, series: [...facts.series, { __name__: 'observatory_new_total', service: 'gateway', job: id }] }))).toEqual([expect.stringContaining(id)]);
  });
});

describe('the step "documents"', () => {
  it.each(['gateway', 'worker', 'aggregator', 'observatory'])('passes the %s', (service) => {
    expect(failed(judgeDocuments(recordedFace(service)))).toEqual(nothing);
  });

  it('sees a route that is answered and not documented', () => {
    const face = recordedFace('gateway');
    expect(failed(judgeDocuments({ ...face, taken: new Map([...face.taken, ['/v1/secret', ['POST']]]) }))).toEqual([expect.stringContaining('POST /v1/secret')]);
  });

  it('sees a method that is not documented at a path that is', () => {
    const face = recordedFace('observatory');
    expect(failed(judgeDocuments({ ...face, taken: new Map([...face.taken, ['/v1/overview', ['GET', 'DELETE']]]) }))).toEqual([expect.stringContaining('DELETE /v1/overview')]);
  });

  it('sees a route that somebody called and nobody documented', () => {
    const face = recordedFace('worker');
    expect(failed(judgeDocuments({ ...face, measured: [...face.measured, '/debug/:thing'] }))).toEqual([expect.stringContaining('/debug/{thing} was called')]);
  });

  it('sees a live document that is not the committed one', () => {
    const face = recordedFace('aggregator');
    expect(failed(judgeDocuments({ ...face, committed: { paths: {} } }))).toEqual([expect.stringContaining('openapi:generate')]);
  });

  it('sees errors of another format', () => {
    const face = recordedFace('gateway');
    expect(failed(judgeDocuments({ ...face, error: { contentType: 'text/html', code: undefined, correlationId: '' } }))).toEqual([expect.stringContaining('"text/html"')]);
  });
});

describe('the step "boundary"', () => {
  const page = { html: '<html><script src="/page.js"></script><a href="http://127.0.0.1:13080">Grafana</a></html>', origin: 'http://127.0.0.1:13003' };
  const mongoPort = recordedRun().connections[0]!.port;
  const others = new Map([[15432, 'postgres'], [13000, 'gateway']]);
  const planted = (change: Partial<Parameters<typeof judgeBoundary>[0]>) => failed(judgeBoundary({ connections: recordedRun().connections, mongoPort, others, page, ...change }));

  it('passes what was seen', () => {
    expect(planted({})).toEqual(nothing);
  });

  it('sees an observatory that reads PostgreSQL', () => {
    expect(planted({ connections: [...recordedRun().connections, { host: '127.0.0.1', port: 15432 }] })).toEqual([expect.stringContaining('postgres at 127.0.0.1:15432')]);
  });

  it('sees an observatory without its store', () => {
    expect(planted({ connections: [] })).toHaveLength(1);
  });

  it.each([
    '<html><script src="http://127.0.0.1:13000/x.js"></script></html>',
    '<html><script>fetch("http://127.0.0.1:13000/v1/jobs")</script></html>',
    '<html><script>new EventSource(`http://127.0.0.1:13000/stream`)</script></html>',
    '<html><form action="http://127.0.0.1:13000/v1/jobs"></form></html>',
  ])('sees a page that goes round the read model: %s', (html) => {
    expect(planted({ page: { ...page, html } })).toEqual([expect.stringContaining('127.0.0.1:13000')]);
  });

  it('reads the table of the kernel: what was opened, not what was accepted, and of nobody else', () => {
    const table = [
      '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
      '   0: 0100007F:32CB 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 100 1',
      '   1: 0100007F:D431 0100007F:9099 01 00000000:00000000 00:00000000 00000000     0        0 101 1',
      '   2: 0100007F:32CB 0100007F:D432 01 00000000:00000000 00:00000000 00000000     0        0 102 1',
      '   3: 0100007F:D433 0100007F:3C48 01 00000000:00000000 00:00000000 00000000     0        0 999 1',
    ].join('\n');
    expect(openedConnections([table], new Set(['100', '101', '102']))).toEqual([{ host: '127.0.0.1', port: 0x9099 }]);
  });
});
