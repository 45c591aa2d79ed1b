import { Link } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { useAddress } from '../../data/address';
import { count } from '../../data/format';
import { useRead } from '../../data/read';
import { Chart } from '../../kit/chart';
import { Id, JobLink } from '../../kit/id';
import { Grid, Page } from '../../kit/page';
import { Facts, Panel } from '../../kit/panel';
import { State } from '../../kit/state';
import { Answer } from '../../kit/states';
import { Table } from '../../kit/table';
import { Time } from '../../kit/time';
import styles from './errors.module.css';
import { perMinute } from './per-minute';

export function ErrorPage(): ReactNode {
  const { fingerprint = '' } = useAddress().params;
  const detail = useRead('/v1/errors/{fingerprint}', { path: { fingerprint } });
  return (
    <Answer of={detail}>
      {({ error, jobs }) => (
        <Page title={error.code} what={`${count(error.count)} times, in jobs of ${error.type}`} actions={<Link className="link" to={'/errors'}>All errors</Link>}>
          <Grid min={380}>
            <Panel title="What it says">
              <pre className={styles.message}>{error.message}</pre>
            </Panel>
            <Panel title="Facts">
              <Facts
                of={[
                  ['Type', error.type],
                  ['Queue', error.queue],
                  ['First seen', <Time key="first" at={error.firstSeen} />],
                  ['Last seen', <Time key="last" at={error.lastSeen} />],
                  ['Fingerprint', <Id key="id" id={error.fingerprint} what="fingerprint" />],
                ]}
              />
            </Panel>
          </Grid>
          <Panel title="Jobs seen with it last, by the minute they ended or failed">
            <Recent instants={jobs.flatMap(({ finishedAt, startedAt }) => finishedAt ?? startedAt ?? [])} lastSeen={error.lastSeen} />
          </Panel>
          <Panel title="Jobs to look at" flush end={<Link className="link" to={'/jobs'} search={{ fingerprint: error.fingerprint }}>All that match</Link>}>
            <Table
              label="jobs with this error"
              rows={jobs}
              rowKey={({ id }) => id}
              columns={[
                { name: 'Job', cell: ({ id }) => <JobLink id={id} /> },
                { name: 'State', cell: ({ status }) => <State of={status} /> },
                { name: 'Attempt', cell: ({ attempt, maxAttempts }) => `${attempt} of ${maxAttempts}`, align: 'end' },
                { name: 'Submitted', cell: ({ submittedAt }) => <Time at={submittedAt} /> },
              ]}
            />
          </Panel>
        </Page>
      )}
    </Answer>
  );
}

function Recent({ instants, lastSeen }: { instants: readonly string[]; lastSeen: string }): ReactNode {
  const { at, values } = useMemo(() => perMinute(instants, lastSeen), [instants.join(), lastSeen]);
  const series = useMemo(() => [{ name: 'Jobs', colour: '--state-failed', values, fill: true }], [values]);
  return <Chart label="jobs with this error by minute" at={at} series={series} write={(value) => String(Math.round(value))} height={90} />;
}
