import { DASHBOARDS } from '../source/dashboards';
import { panelsOf } from '../source/panel';
import { fillIn } from './fill-in';

export interface GrafanaAccess {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

/** What a real Grafana has to say: a line for each thing asked. Throws GrafanaFault with all that is wrong. */
export class GrafanaFault extends Error {
  readonly code = 'grafana_fault';

  constructor(readonly faults: readonly string[]) {
    super(`Grafana: ${faults.join('; ')}`);
    this.name = 'GrafanaFault';
  }
}

interface QueryAnswer {
  readonly results?: Readonly<Record<string, { readonly error?: string; readonly frames?: readonly { readonly data?: { readonly values?: readonly (readonly unknown[])[] } }[] }>>;
}

/** Are the dashboards there as they were provisioned, is the data source well, and does a query of each dashboard come back through Grafana? */
export async function askGrafana(access: GrafanaAccess): Promise<string[]> {
  const authorization = `Basic ${Buffer.from(`${access.user}:${access.password}`).toString('base64')}`;
  const call = async <T>(path: string, body?: object): Promise<T> => {
    const answer = await fetch(`${access.url.replace(/\/$/, '')}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${(await answer.text()).slice(0, 200)}`);
    return (await answer.json()) as T;
  };
  const faults: string[] = [];
  const lines: string[] = [];
  const ask = async (what: string, question: () => Promise<string>): Promise<void> => {
    try {
      lines.push(`Grafana: ${what}: ${await question()}`);
    } catch (error) {
      faults.push(`${what}: ${(error as Error).message}`);
    }
  };
  await ask('version', async () => (await call<{ version: string; database: string }>('/api/health')).version);
  await ask('data source', async () => (await call<{ status: string; message: string }>('/api/datasources/uid/prometheus/health')).status);
  for (const dashboard of DASHBOARDS) {
    await ask(dashboard.title, async () => {
      const { dashboard: found } = await call<{ dashboard: { panels: { type: string }[] } }>(`/api/dashboards/uid/${dashboard.uid}`);
      const shown = found.panels.filter(({ type }) => type !== 'row').length;
      const expected = panelsOf(dashboard).length;
      if (shown !== expected) throw new Error(`it has ${shown} panels instead of ${expected}`);
      const queries = dashboard.rows[0]?.panels.flatMap((panel) => panel.queries) ?? [];
      const { results } = await call<QueryAnswer>('/api/ds/query', {
        from: 'now-15m',
        to: 'now',
        queries: queries.map(({ expr }, index) => ({
          refId: `Q${index}`,
          datasource: { uid: 'prometheus', type: 'prometheus' },
          expr: fillIn(expr, dashboard.variables.map(({ name }) => name), 900),
          range: true,
          intervalMs: 5_000,
          maxDataPoints: 180,
        })),
      });
      const answers = Object.values(results ?? {});
      const failed = answers.flatMap(({ error }) => error ?? []);
      if (failed.length > 0) throw new Error(failed.join(', '));
      const filled = answers.filter(({ frames }) => (frames ?? []).some(({ data }) => (data?.values?.[0]?.length ?? 0) > 0)).length;
      if (filled === 0) throw new Error('none of its first queries returned data');
      return `${shown} panels, ${filled} of ${queries.length} first queries returned data`;
    });
  }
  if (faults.length > 0) throw new GrafanaFault(faults);
  return lines;
}
