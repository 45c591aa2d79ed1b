/** A service that came up so recently may say that it is not ready and have nothing wrong with it. */
const STARTING_MS = 30_000;

export interface ServiceLook {
  readonly tone: 'ok' | 'warn' | 'danger';
  readonly word: 'ready' | 'starting' | 'not ready';
}

/** How a service is, in a word and a colour. */
export function lookOfService({ ready, startedAt }: { readonly ready: boolean; readonly startedAt: string }, nowMs: number): ServiceLook {
  if (ready) return { tone: 'ok', word: 'ready' };
  return nowMs - Date.parse(startedAt) < STARTING_MS ? { tone: 'warn', word: 'starting' } : { tone: 'danger', word: 'not ready' };
}

/** How all of them are: the worst of them, and how many are so. */
export function lookOfServices(services: readonly { readonly ready: boolean; readonly startedAt: string }[], nowMs: number): { readonly tone: ServiceLook['tone']; readonly text: string } {
  const looks = services.map((service) => lookOfService(service, nowMs));
  for (const [word, tone] of [['not ready', 'danger'], ['starting', 'warn']] as const) {
    const count = looks.filter((look) => look.word === word).length;
    if (count > 0) return { tone, text: `${count} of ${services.length} services ${word}` };
  }
  return { tone: 'ok', text: `${services.length} services ready` };
}
