import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { count } from '../../data/format';
import { useConsole } from '../../data/console';
import { useRead } from '../../data/read';
import type { ReadBody } from '#observatory-client';
import { Button } from '../../kit/button';
import { Page } from '../../kit/page';
import { Panel } from '../../kit/panel';
import { Badge, State } from '../../kit/state';
import { Answer, Empty } from '../../kit/states';
import { Table } from '../../kit/table';
import { Time } from '../../kit/time';
import { ScheduleCommands } from './schedule-commands';
import { ScheduleForm } from './schedule-form';
import { scheduleTone } from './schedule-tone';

export function SchedulesPage(): ReactNode {
  const schedules = useRead('/v1/schedules', { query: { limit: 100 } });
  const { commands } = useConsole('schedules:write');
  const [making, setMaking] = useState(false);
  return (
    <Page title="Schedules" what="Jobs by the clock." actions={commands && <Button look="primary" onClick={() => setMaking(true)}>New schedule</Button>}>
      <Panel flush>
        <Answer of={schedules}>
          {({ items, lastJobs }) =>
            items.length === 0 ? (
              <Empty title="Nothing is scheduled">
                <p className="muted">A schedule submits a job at each instant of a cron expression, in a time zone of its own, and remembers what it skipped and why.</p>
              </Empty>
            ) : (
              <Table
                label="schedules"
                rows={items}
                rowKey={({ id }) => id}
                columns={[
                  { name: 'Schedule', cell: ({ name }) => <Link className="link" to={'/schedules/$id'} params={{ id: name }}>{name}</Link> },
                  { name: 'State', cell: ({ status, pauseReason }) => <Badge tone={scheduleTone(status)} title={pauseReason}>{status}</Badge> },
                  { name: 'When', cell: ({ cron, timeZone }) => <span title={timeZone}><code>{cron}</code> <span className="muted">{timeZone}</span></span> },
                  { name: 'Submits', cell: ({ job }) => job.type },
                  { name: 'Next', cell: ({ nextAt }) => <Time at={nextAt} /> },
                  { name: 'Last', cell: ({ lastFiring, lastTick }) => (lastFiring === undefined ? <Time at={lastTick} /> : <Link className="link" to={'/jobs/$id'} params={{ id: lastFiring.jobId }} title="its job"><Time at={lastFiring.firedAt} /></Link>) },
                  { name: 'Came of it', cell: ({ id }) => <Outcome job={lastJobs?.find(({ scheduleId }) => scheduleId === id)} /> },
                  { name: 'Fired', cell: ({ fired }) => count(fired), align: 'end' },
                  { name: 'Skipped', cell: ({ skipped }) => <span className={skipped > 0 ? undefined : 'muted'}>{count(skipped)}</span>, align: 'end' },
                  ...(commands ? [{ name: 'Do', cell: (schedule: (typeof items)[number]) => <ScheduleCommands schedule={schedule} /> }] : []),
                ]}
              />
            )
          }
        </Answer>
      </Panel>
      <ScheduleForm open={making} onClose={() => setMaking(false)} />
    </Page>
  );
}

/** What became of the last job; nothing of one that the read model no longer has. */
function Outcome({ job }: { job: NonNullable<ReadBody<'/v1/schedules'>['lastJobs']>[number] | undefined }): ReactNode {
  return job === undefined ? <span className="muted">–</span> : <span title={job.error === undefined ? undefined : `${job.error.code}: ${job.error.message}`}><State of={job.status} /></span>;
}
