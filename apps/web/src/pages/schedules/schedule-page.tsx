import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useAddress } from '../../data/address';
import { count } from '../../data/format';
import { useConsole } from '../../data/console';
import { useRead } from '../../data/read';
import { Button } from '../../kit/button';
import { JobLink } from '../../kit/id';
import { Json } from '../../kit/json';
import { Grid, Page } from '../../kit/page';
import { Facts, Panel } from '../../kit/panel';
import { Badge, State } from '../../kit/state';
import { Answer, Empty } from '../../kit/states';
import { Table } from '../../kit/table';
import { Time } from '../../kit/time';
import { ScheduleCommands } from './schedule-commands';
import { type Clock, nextTicks, wallTime } from './next-ticks';
import { ScheduleForm } from './schedule-form';
import { scheduleTone } from './schedule-tone';

export function SchedulePage(): ReactNode {
  const { id = '' } = useAddress().params;
  const detail = useRead('/v1/schedules/{schedule}', { path: { schedule: id } });
  const { commands } = useConsole('schedules:write');
  const [changing, setChanging] = useState(false);
  return (
    <Answer of={detail}>
      {({ schedule, recentJobs = [] }) => (
        <Page
          title={schedule.name}
          what={`${schedule.cron} in ${schedule.timeZone}`}
          actions={
            <>
              <Link className="link" to={'/schedules'}>
                All schedules
              </Link>
              {commands && (
                <>
                  <Button onClick={() => setChanging(true)}>Change</Button>
                  <ScheduleCommands schedule={schedule} />
                </>
              )}
            </>
          }
        >
          <Grid min={340}>
            <Panel title="When" end={<Badge tone={scheduleTone(schedule.status)}>{schedule.status}</Badge>}>
              <Facts
                of={[
                  ['Next', <Ticks key="next" of={schedule} />],
                  ['Last', <Time key="last" at={schedule.lastTick} />],
                  ['Paused', schedule.pausedAt && `${schedule.pauseReason ?? 'no reason given'}${schedule.pausedBy === undefined ? '' : ` (${schedule.pausedBy})`}`],
                  ['Fired', count(schedule.fired)],
                  ['Skipped', count(schedule.skipped)],
                  ['Last skip', schedule.lastSkip && `${JSON.stringify(schedule.lastSkip)}`],
                  ['Missed ticks', schedule.catchUp.toLowerCase().replaceAll('_', ' ')],
                  ['While one runs', schedule.overlap.toLowerCase().replaceAll('_', ' ')],
                  ['Not before', schedule.startAt && <Time key="from" at={schedule.startAt} />],
                  ['Until', schedule.endAt && <Time key="to" at={schedule.endAt} />],
                ]}
              />
            </Panel>
            <Panel title={`Submits ${schedule.job.type}`}>
              <Json value={schedule.job} label="the job that is submitted" />
            </Panel>
          </Grid>
          <Panel title="Its last jobs" flush end={<Link className="link" to={'/jobs'} search={{ scheduleId: schedule.id }}>All of them</Link>}>
            {recentJobs.length === 0 ? (
              <Empty title="None yet" />
            ) : (
              <Table
                label="jobs of the schedule"
                rows={recentJobs}
                rowKey={(job) => job.id}
                columns={[
                  { name: 'Job', cell: (job) => <JobLink id={job.id} /> },
                  { name: 'State', cell: ({ status }) => <State of={status} /> },
                  { name: 'Submitted', cell: ({ submittedAt }) => <Time at={submittedAt} /> },
                  { name: 'Ended', cell: ({ finishedAt }) => <Time at={finishedAt} /> },
                ]}
              />
            )}
          </Panel>
          <ScheduleForm schedule={schedule} open={changing} onClose={() => setChanging(false)} />
        </Page>
      )}
    </Answer>
  );
}

function Ticks({ of: schedule }: { of: Clock }): ReactNode {
  const ticks = nextTicks(schedule);
  return ticks.length === 0 ? (
    <Time at={undefined} />
  ) : (
    <ol aria-label="next ticks">
      {ticks.map((tick) => (
        <li key={tick}>
          <Time at={tick} /> <span className="muted">{wallTime(tick, schedule.timeZone)}</span>
        </li>
      ))}
    </ol>
  );
}
