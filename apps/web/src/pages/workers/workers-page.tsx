import type { ReactNode } from 'react';
import type { ObservatoryComponents } from '#observatory-client';
import { gateway } from '../../data/client';
import { BY, useCommand, useConsole } from '../../data/console';
import { useRead } from '../../data/read';
import { Button } from '../../kit/button';
import { CommandButton } from '../../kit/dialog';
import { Id, JobLink } from '../../kit/id';
import { Grid, Page } from '../../kit/page';
import { Facts, Panel } from '../../kit/panel';
import { Badge, type Tone } from '../../kit/state';
import { Answer, Empty } from '../../kit/states';
import { Since, Time } from '../../kit/time';
import styles from './workers.module.css';

type WorkerView = ObservatoryComponents['schemas']['WorkerView'];

const TONES: Readonly<Record<WorkerView['status'], Tone>> = { alive: 'ok', draining: 'accent', paused: 'warn', silent: 'warn', lost: 'danger' };
/** Lost, or silent for so long that what it last said has been forgotten. */
const isGone = ({ status, seenAt }: WorkerView): boolean => status === 'lost' || (status === 'silent' && seenAt === undefined);

export function WorkersPage(): ReactNode {
  const workers = useRead('/v1/workers', { query: { limit: 100 } });
  return (
    <Page title="Workers" what="Who runs the jobs, and what each of them runs now.">
      <Answer of={workers}>
        {({ items }) => {
          const here = items.filter((worker) => !isGone(worker));
          const gone = items.filter(isGone);
          return items.length === 0 ? (
            <Panel>
              <Empty title="No worker has been heard of">
                <p className="muted">
                  Jobs wait until one comes. <code>make start</code> starts one; docs/worker-protocol.md says how to write your own, in any language.
                </p>
              </Empty>
            </Panel>
          ) : (
            <>
              <Grid min={380}>
                {here.map((worker) => (
                  <Worker key={worker.workerId} worker={worker} />
                ))}
              </Grid>
              {gone.length > 0 && (
                <Panel title={`Gone (${gone.length})`}>
                  <ul className={styles.lost}>
                    {gone.map(({ workerId, lostAt }) => (
                      <li key={workerId}>
                        <Id id={workerId} what="worker id" />
                        <span className="muted">
                          {lostAt === undefined ? 'not heard of any more' : <>lost <Time at={lostAt} /></>}
                        </span>
                      </li>
                    ))}
                  </ul>
                </Panel>
              )}
            </>
          );
        }}
      </Answer>
    </Page>
  );
}

function Worker({ worker }: { worker: WorkerView }): ReactNode {
  const { workerId, status, slots, busy = 0, paused, running } = worker;
  return (
    <Panel title={<Id id={workerId} what="worker id" />} end={<Badge tone={TONES[status]}>{status}</Badge>}>
      <div className={styles.card}>
        {slots !== undefined && <Slots slots={slots} busy={busy} />}
        <Facts
          of={[
            ['Paused', paused && `${paused.reason ?? 'no reason given'}${paused.by === undefined ? '' : ` (${paused.by})`}`],
            ['Up for', worker.startedAt && <Since at={worker.startedAt} />],
            ['Heard of', worker.seenAt && <Time at={worker.seenAt} />],
            ['Version', worker.version],
            ['Queues', worker.queues.join(', ')],
            ['Types', worker.types.join(', ')],
          ]}
        />
        {running.length > 0 ? (
          <ul className={styles.running} aria-label={`what ${workerId} runs`}>
            {running.map(({ jobId, type, attempt, since }) => (
              <li key={jobId}>
                <JobLink id={jobId} />
                <span className="truncate">{type}</span>
                <span className="muted">attempt {attempt}</span>
                <span className="num">
                  <Since at={since} />
                </span>
              </li>
            ))}
          </ul>
        ) : (
          <p className="muted">Runs nothing now.</p>
        )}
        <Commands worker={worker} />
      </div>
    </Panel>
  );
}

/** Busy slots of all, each a square; many become one bar. */
function Slots({ slots, busy }: { slots: number; busy: number }): ReactNode {
  return (
    <div className={styles.slots} role="img" aria-label={`${busy} of ${slots} slots are busy`}>
      {slots <= 40 ? Array.from({ length: slots }, (_, index) => <i key={index} data-busy={index < busy} />) : <progress max={slots} value={busy} aria-label="busy slots" />}
      <span>
        {busy} of {slots} busy
      </span>
    </div>
  );
}

function Commands({ worker: { workerId: id, paused, status } }: { worker: WorkerView }): ReactNode {
  const { commands } = useConsole('workers:write', 'platform');
  const pause = useCommand((reason: string | undefined) => gateway.post('/v1/workers/{id}/pause', { params: { path: { id } }, body: { by: BY, reason } }), `${id} is paused`);
  const resume = useCommand(() => gateway.post('/v1/workers/{id}/resume', { params: { path: { id } }, body: { by: BY } }), `${id} goes on`);
  if (!commands || status === 'lost') return null;
  return paused === undefined ? (
    <div>
      <CommandButton name="Pause" title={`Pause ${id}`} what="It finishes what it runs and is given nothing new until it is resumed." onSend={(reason) => pause.mutate(reason)} />
    </div>
  ) : (
    <div>
      <Button disabled={resume.isPending} onClick={() => resume.mutate(undefined)}>
        Resume
      </Button>
    </div>
  );
}
