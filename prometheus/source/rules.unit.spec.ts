import { METRICS } from '#observability';
import { CATEGORIES, SEVERITIES } from './alert';
import { detectionSeconds, resolutionSeconds } from './detection';
import { renderRules } from './rendered';
import { severitiesOf } from './render-rules';
import { ALERTS, SLOS } from './rule-files';
import { ANSWER_BOUNDS_MS } from './slo';
import { durationOf, secondsOf } from './span';
import { targetsFrom } from './targets';

describe('the alerts', () => {
  it('have names of their own', () => {
    expect(new Set(ALERTS.map(({ name }) => name)).size).toBe(ALERTS.length);
  });

  it.each(ALERTS.map((alert) => [alert.name, alert] as const))('%s has a severity and a category, and a test in which each severity fires', (_, alert) => {
    expect(severitiesOf(alert).length).toBeGreaterThan(0);
    expect(CATEGORIES).toContain(alert.category);
    expect(SEVERITIES.filter((severity) => alert.cases.some(({ fires }) => fires.includes(severity)))).toEqual(severitiesOf(alert));
  });

  it.each(ALERTS.map((alert) => [alert.name, alert] as const))('%s is hidden by alerts that exist', (_, alert) => {
    expect(ALERTS.map(({ name }) => name)).toEqual(expect.arrayContaining([...(alert.hiddenBy ?? [])]));
  });

  it.each(ALERTS.map((alert) => [alert.name, alert] as const))('%s is told of within two minutes in the fast profile, and never later than in the standard one', (_, alert) => {
    expect(detectionSeconds(alert, 'fast')).toBeLessThanOrEqual(120);
    expect(detectionSeconds(alert, 'fast')).toBeLessThan(detectionSeconds(alert, 'standard'));
    expect(resolutionSeconds(alert, 'fast')).toBeLessThanOrEqual(resolutionSeconds(alert, 'standard'));
  });
});

describe('the profiles', () => {
  it('differ in spans of time alone', () => {
    const withoutSpans = (text: string) =>
      text.replaceAll(/\d+ (second|minute|hour|day)s?/g, 'SPAN').replaceAll(/\[\d+[smhd](:\d+[smhd])?\]/g, '[SPAN]').replaceAll(/^( +(?:for|interval)): \S+$/gm, '$1: SPAN').replaceAll(/\* \d+ >= 10\b/g, '* STEP >= 10').replaceAll(/(_seconds|_duration)\) > \d+/g, '$1) > AGE');
    const texts = (profile: 'standard' | 'fast') => [...renderRules(profile)].map(([name, text]) => [name, withoutSpans(text)]);
    expect(texts('fast')).toEqual(texts('standard'));
  });

  it('both write spans that Prometheus reads', () => {
    expect(['15s', '90s', '1m', '15m', '1h', '1d', '30d'].map((text) => durationOf(secondsOf(text as '1m')))).toEqual(['15s', '90s', '1m', '15m', '1h', '1d', '30d']);
  });
});

describe('the service levels', () => {
  it('have budgets and burn rates that can be reached', () => {
    for (const { objective, severities } of SLOS) {
      expect(objective).toBeLessThan(1);
      // A page at 14.4 times a budget of more than a fourteenth of all events could never come.
      if (severities.includes('critical')) expect((1 - objective) * 14.4).toBeLessThan(1);
    }
  });

  it('judge response times by bounds that answers are counted by', () => {
    expect(METRICS.httpRequestDuration.buckets.map((seconds) => seconds * 1000)).toEqual(expect.arrayContaining([...ANSWER_BOUNDS_MS]));
  });
});

describe('the targets', () => {
  it('come from the environment', () => {
    expect(targetsFrom({ AVAILABILITY_TARGET: '99.5', RESPONSE_TIME_P95_TARGET_MS: '500' }).slo).toEqual({ availabilityPercent: 99.5, responseTimeP95Ms: 500 });
    expect(targetsFrom({ PERFORMANCE_BUDGET_MEMORY_MB: '256' }).budgets).toEqual({ memoryMb: 256, cpuPercent: 70 });
    expect(renderRules('standard', targetsFrom({ PERFORMANCE_BUDGET_CPU_PERCENT: '50' })).get('capacity.yml')).toContain('(limit: 50 %)');
  });

  it('are refused when no bound of the answers judges them', () => {
    expect(() => targetsFrom({ RESPONSE_TIME_P95_TARGET_MS: '300' })).toThrow('must be a bound that answers are counted by (5, 10, 20');
  });

  it.each(['none', '0', '-1'])('are refused when they are %s', (value) => {
    expect(() => targetsFrom({ PERFORMANCE_BUDGET_MEMORY_MB: value })).toThrow('PERFORMANCE_BUDGET_MEMORY_MB must be a number');
  });
});
