import { Link } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import type { ObservatoryComponents } from '#observatory-client';
import { gateway } from '../../data/client';
import { BY, useCommand, useConsole } from '../../data/console';
import { count } from '../../data/format';
import { useRead } from '../../data/read';
import { Button } from '../../kit/button';
import { CommandButton, Dialog } from '../../kit/dialog';
import kit from '../../kit/kit.module.css';
import { Page } from '../../kit/page';
import { Panel } from '../../kit/panel';
import { Badge } from '../../kit/state';
import { Answer, Empty } from '../../kit/states';
import { Table } from '../../kit/table';
import { Since } from '../../kit/time';
import { FleetBar } from './state-bar';

type QueueView = ObservatoryComponents['schemas']['QueueView'];

export function QueuesPage(): ReactNode {
  const queues = useRead('/v1/queues', { query: { limit: 100 } });
  const { commands } = useConsole('queues:write', 'platform');
  return (
    <Page title="Queues" what="What waits where, and who takes it.">
      <Panel flush>
        <Answer of={queues}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title="No queue yet">
                <p className="muted">A queue comes into being with the first job that names it; without a name a job goes to “default”.</p>
              </Empty>
            ) : (
              <Table
                label="queues"
                rows={items}
                rowKey={({ name }) => name}
                columns={[
                  { name: 'Queue', cell: ({ name }) => <Link className="link" to={'/jobs'} search={{ queue: name }}>{name}</Link> },
                  { name: 'State', cell: StateOf },
                  { name: 'Jobs that have not ended', cell: ({ counts }) => <FleetBar counts={counts} /> },
                  { name: 'Oldest waits', cell: ({ oldestWaiting }) => (oldestWaiting === undefined ? <span className="muted">–</span> : <Since at={oldestWaiting.since} />), align: 'end' },
                  { name: 'Done, last hour', cell: ({ lastHour }) => count(lastHour.completed), align: 'end' },
                  { name: 'Failed', cell: ({ lastHour }) => <span className={lastHour.failed > 0 ? 'danger' : 'muted'}>{count(lastHour.failed)}</span>, align: 'end' },
                  { name: 'Workers', cell: ({ liveWorkers }) => <span className={liveWorkers === 0 ? 'danger' : undefined}>{liveWorkers}</span>, align: 'end' },
                  { name: 'At once', cell: ({ concurrency }) => concurrency ?? <span className="muted">no limit</span>, align: 'end' },
                  ...(commands ? [{ name: 'Do', cell: (queue: QueueView) => <Commands queue={queue} /> }] : []),
                ]}
              />
            )
          }
        </Answer>
      </Panel>
    </Page>
  );
}

function StateOf({ paused, liveWorkers, counts }: QueueView): ReactNode {
  if (paused !== undefined) return <Badge tone="warn" title={[paused.by, paused.reason].filter(Boolean).join(': ')}>paused{paused.reason === undefined ? '' : `: ${paused.reason}`}</Badge>;
  if (liveWorkers === 0 && counts.QUEUED > 0) return <Badge tone="danger">no worker</Badge>;
  return <Badge tone="ok">open</Badge>;
}

function Commands({ queue }: { queue: QueueView }): ReactNode {
  const { name } = queue;
  const pause = useCommand((reason: string | undefined) => gateway.post('/v1/queues/{name}/pause', { params: { path: { name } }, body: { by: BY, reason } }), `${name} is paused`);
  const resume = useCommand(() => gateway.post('/v1/queues/{name}/resume', { params: { path: { name } }, body: { by: BY } }), `${name} goes on`);
  return (
    <span style={{ display: 'inline-flex', gap: 6 }}>
      {queue.paused === undefined ? (
        <CommandButton name="Pause" title={`Pause ${name}`} what="Nothing of this queue starts until it is resumed. What runs already goes on." onSend={(reason) => pause.mutate(reason)} />
      ) : (
        <Button disabled={resume.isPending} onClick={() => resume.mutate(undefined)}>
          Resume
        </Button>
      )}
      <Concurrency queue={queue} />
    </span>
  );
}

function Concurrency({ queue: { name, concurrency } }: { queue: QueueView }): ReactNode {
  const [open, setOpen] = useState(false);
  const id = useId();
  const set = useCommand(
    (limit: number | null) => gateway.put('/v1/queues/{name}/concurrency', { params: { path: { name } }, body: { concurrency: limit, by: BY } }),
    (limit) => (limit === null ? `${name} has no limit` : `${name} runs ${limit} at once`),
  );
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const limit = new FormData(event.currentTarget).get('limit');
    const text = typeof limit === 'string' ? limit.trim() : '';
    setOpen(false);
    set.mutate(text === '' ? null : Number(text));
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>Limit</Button>
      <Dialog title={`How many jobs of ${name} at once`} what="Over all workers. What is over the limit waits; what runs already is left alone." open={open} onClose={() => setOpen(false)}>
        <form onSubmit={send} style={{ display: 'grid', gap: 12 }}>
          <div className={kit.field}>
            <label htmlFor={id}>At once (empty: no limit)</label>
            <input id={id} name="limit" type="number" min={1} max={1_000_000} defaultValue={concurrency} className={kit.input} />
          </div>
          <div className={kit.dialogEnd}>
            <Button onClick={() => setOpen(false)}>Leave it</Button>
            <Button look="primary" type="submit">
              Set
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
