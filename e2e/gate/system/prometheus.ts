import { ask } from './ask';

/** One series of an instant query. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface RuleOfPrometheus {
  readonly name: string;
  readonly type: 'alerting' | 'recording';
  readonly query: string;
  readonly duration?: number;
  readonly health: string;
  readonly lastError?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface AlertOfPrometheus {
  readonly labels: Readonly<Record<string, string>>;
  readonly state: 'pending' | 'firing';
  readonly activeAt: string;
}

interface Answer<T> {
  readonly status: string;
  readonly error?: string;
  readonly data: T;
}

/** What the gate asks Prometheus for; throws with Prometheus' own words when it refuses. */
export class Prometheus {
  constructor(private readonly url: string) {}

  async query(expr: string): Promise<Sample[]> {
    const { result, resultType } = await this.get<{ resultType: string; result: unknown }>(`/api/v1/query?query=${encodeURIComponent(expr)}`);
    if (resultType === 'scalar') return [{ labels: {}, value: Number((result as [number, string])[1]) }];
    return (result as { metric: Record<string, string>; value: [number, string] }[]).map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
  }

  async rules(): Promise<RuleOfPrometheus[]> {
    return (await this.get<{ groups: { rules: RuleOfPrometheus[] }[] }>('/api/v1/rules')).groups.flatMap(({ rules }) => rules);
  }

  async alerts(): Promise<AlertOfPrometheus[]> {
    return (await this.get<{ alerts: AlertOfPrometheus[] }>('/api/v1/alerts')).alerts;
  }

  async targets(): Promise<{ readonly labels: Record<string, string>; readonly health: string; readonly lastError: string }[]> {
    return (await this.get<{ activeTargets: { labels: Record<string, string>; health: string; lastError: string }[] }>('/api/v1/targets?state=active')).activeTargets;
  }

  /** The labels of every series that matches now. */
  async series(match: string): Promise<Record<string, string>[]> {
    const seconds = Math.floor(Date.now() / 1000);
    return this.get<Record<string, string>[]>(`/api/v1/series?match[]=${encodeURIComponent(match)}&start=${seconds - 60}&end=${seconds}`);
  }

  private async get<T>(path: string): Promise<T> {
    const answer = await ask(`${this.url}${path}`);
    const body = JSON.parse(answer.text) as Answer<T>;
    if (body.status !== 'success') throw new Error(`Prometheus refused ${decodeURIComponent(path)}: ${body.error ?? answer.status}`);
    return body.data;
  }
}
