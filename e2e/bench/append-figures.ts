import { fetch } from '../../deploy/native/keyed-fetch';
import { round } from './bench';

/** What the gateway's own metrics say of its append statements. */
export interface AppendFigures {
  readonly statements: number;
  readonly jobs: number;
  readonly seconds: number;
}

export async function appendFigures(gatewayUrl: string): Promise<AppendFigures> {
  const text = await (await fetch(`${gatewayUrl}/metrics`)).text();
  const sum = (name: string): number =>
    text
      .split('\n')
      .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
      .reduce((total, line) => total + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
  return { statements: sum('observatory_append_duration_seconds_count'), jobs: sum('observatory_append_batch_jobs_sum'), seconds: sum('observatory_append_duration_seconds_sum') };
}

/** How large the groups were, how long each statement took, and which part of the time one was under way. */
export function appendsBetween(before: AppendFigures, after: AppendFigures, seconds: number): Record<string, number> {
  const statements = after.statements - before.statements;
  const busy = after.seconds - before.seconds;
  return { jobsPerStatement: round((after.jobs - before.jobs) / statements), msPerStatement: round((busy * 1000) / statements, 2), underWay: round(busy / seconds, 2) };
}
