import { parseArray } from './array-literal';
import type { Tables } from './store-types';

/** The SQL function `append_resource`: one resource under its compare-and-swap, its events numbered into the same log. */
export function appendResource(store: Tables, statement: string, values: readonly unknown[]): object {
  const names = [...statement.matchAll(/(\w+) => \$\d+/g)].map(([, name]) => name as string);
  const of = (name: string): unknown => values[names.indexOf(name)];
  const text = (name: string): string => String(of(name));
  const list = (name: string): string[] => parseArray(text(name)) as string[];
  const key = `${text('r_kind')}\0${text('r_name')}`;
  const before = store.resources.get(key);
  const headBefore = store.head;
  const rev = of('r_rev');
  const state = typeof of('r_state') === 'string' ? text('r_state') : undefined;
  const survived = rev === null ? before === undefined : before !== undefined && before.rev === Number(rev) && before.streamId === of('r_stream');
  if (survived) {
    if (state === undefined) store.resources.delete(key);
    else {
      store.resources.set(key, {
        kind: text('r_kind'), name: text('r_name'), streamId: text('r_stream'), rev: (before?.rev ?? 0) + 1, version: Number(of('r_version')), tenantId: text('r_tenant'), state,
      });
    }
    const [versions, types, correlations, envelopes] = [list('e_version'), list('e_type'), list('e_correlation'), list('e_envelope')];
    types.forEach((type, i) => {
      const position = store.head + 1;
      const envelope = `${envelopes[i]}${position},"epoch":"${store.epoch}"}}`;
      store.append({ position, streamId: text('r_stream'), version: Number(versions[i]), type, correlationId: correlations[i] as string, envelope, atMs: store.scheduler.nowMs });
    });
    if (GATING.has(text('r_kind')) || (text('r_kind') === 'worker' && !store.pausesWorkersQuietly && isPaused(before?.state) !== isPaused(state))) store.controlsVersion += 1;
  }
  return { head_before: headBefore, log_epoch: store.epoch, controls: store.controlsVersion, survived, store_ms: store.wallMs };
}

/** Several changes in one statement: the same function, one after the other, each for itself. */
export function appendResources(store: Tables, statement: string, columns: readonly (readonly unknown[])[]): object[] {
  const names = (/AS r \(([^)]*), ord\)/.exec(statement)?.[1] ?? '').split(', ');
  const one = names.map((name, i) => `${name} => $${i + 1}`).join(', ');
  return (columns[0] ?? []).map((_, i) => appendResource(store, one, columns.map((column) => column[i])));
}

const GATING = new Set(['queue', 'job_type', 'limit', 'policy']);

function isPaused(state: string | undefined): boolean {
  return state !== undefined && (JSON.parse(state) as { paused?: unknown }).paused !== undefined;
}
