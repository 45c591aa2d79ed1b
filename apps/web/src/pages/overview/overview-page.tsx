import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ReadBody } from '#observatory-client';
import { count, duration, percent, rate } from '../../data/format';
import { useRead } from '../../data/read';
import { Chart } from '../../kit/chart';
import { JobLink } from '../../kit/id';
import { Grid, Page } from '../../kit/page';
import { Panel } from '../../kit/panel';
import { Badge, JOB_STATES, stateColour } from '../../kit/state';
import { Answer, Empty } from '../../kit/states';
import { Time } from '../../kit/time';
import { ErrorSpark } from '../errors/spark';
import { lookOfServices } from '../system/service-state';
import styles from './overview.module.css';

type Overview = ReadBody<'/v1/overview'>;

export function OverviewPage(): ReactNode {
  const overview = useRead('/v1/overview');
  return (
    <Page title="Overview" what="All jobs since the log began, and the last hour minute by minute">
      <Answer of={overview} lines={10}>
        {(body) => (
          <>
            <Figures of={body} />
            <States counts={body.counts} />
            <Charts />
            <Grid min={320}>
              <Alerts of={body} />
              <TopErrors of={body} />
              <Health of={body} />
            </Grid>
          </>
        )}
      </Answer>
    </Page>
  );
}

function Figures({ of: body }: { of: Overview }): ReactNode {
  const window = body.windows?.find(({ minutes }) => minutes === 5) ?? body.windows?.[0];
  const over = window === undefined ? '' : ` · last ${window.minutes} min`;
  const figures: readonly (readonly [string, ReactNode, ReactNode])[] = [
    ['Completed a second', rate(window?.completedPerSecond), `${rate(window?.submittedPerSecond)} submitted${over}`],
    ['Success', percent(window?.successRate), `${count(window?.failed ?? body.failed)} failed${over}`],
    ['Wait, p95', duration(window?.waitMs?.p95), `p50 ${duration(window?.waitMs?.p50)}`],
    ['Run time, p95', duration(window?.durationMs?.p95), `p50 ${duration(window?.durationMs?.p50)}`],
    ['Oldest waiting', body.oldestWaiting === undefined ? '–' : duration(body.oldestWaiting.waitingMs), body.oldestWaiting === undefined ? 'nothing waits' : <JobLink id={body.oldestWaiting.jobId} />],
    ['Submitted in all', count(body.submitted), `${count(body.retried)} retries, ${count(body.lost)} lost attempts`],
  ];
  return (
    <dl className={styles.figures}>
      {figures.map(([name, value, more]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className={styles.value}>{value}</dd>
          <dd className="muted truncate">{more}</dd>
        </div>
      ))}
    </dl>
  );
}

/** One bar for all jobs, as wide in each colour as there are jobs in that state, and the counts to go on from. */
function States({ counts }: { counts: Overview['counts'] }): ReactNode {
  const live = JOB_STATES.filter((state) => counts[state] > 0);
  return (
    <Panel title="Jobs by state">
      <div className={styles.states}>
        {live.length === 0 && <span className="muted">No jobs yet.</span>}
        <div className={styles.share} aria-hidden="true">
          {live.map((state) => (
            <span key={state} style={{ flexGrow: Math.sqrt(counts[state]), background: stateColour(state) }} />
          ))}
        </div>
        <ul className={styles.counts}>
          {JOB_STATES.map((state) => (
            <li key={state}>
              <Link to="/jobs" search={{ state }}>
                <i style={{ background: stateColour(state) }} />
                <b>{count(counts[state])}</b> {state.charAt(0) + state.slice(1).toLowerCase()}
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </Panel>
  );
}

function Charts(): ReactNode {
  const series = useRead('/v1/metrics/series', { query: { minutes: 60 }, every: 5_000 });
  return (
    <Answer of={series}>
      {({ at, submitted, completed, failed, retried, lost, waitP50Ms, waitP95Ms, durationP50Ms, durationP95Ms }) => (
        <Grid min={480}>
          <Panel title="Throughput, jobs a minute">
            <Chart
              label="throughput"
              at={at}
              write={count}
              series={[
                { name: 'submitted', colour: '--state-queued', values: submitted },
                { name: 'completed', colour: '--state-completed', values: completed, fill: true },
              ]}
            />
          </Panel>
          <Panel title="What went wrong, a minute">
            <Chart
              label="failures"
              at={at}
              write={count}
              series={[
                { name: 'failed', colour: '--state-failed', values: failed, fill: true },
                { name: 'retried', colour: '--state-retrying', values: retried },
                { name: 'lost', colour: '--state-held', values: lost },
              ]}
            />
          </Panel>
          <Panel title="Wait for a worker">
            <Chart
              label="wait"
              at={at}
              write={duration}
              series={[
                { name: 'p95', colour: '--state-retrying', values: waitP95Ms },
                { name: 'p50', colour: '--state-running', values: waitP50Ms },
              ]}
            />
          </Panel>
          <Panel title="Run time of what completed">
            <Chart
              label="run time"
              at={at}
              write={duration}
              series={[
                { name: 'p95', colour: '--state-retrying', values: durationP95Ms },
                { name: 'p50', colour: '--state-running', values: durationP50Ms },
              ]}
            />
          </Panel>
        </Grid>
      )}
    </Answer>
  );
}

function Alerts({ of: { activeAlerts = [] } }: { of: Overview }): ReactNode {
  return (
    <Panel title="Alerts that hold" flush={activeAlerts.length > 0}>
      {activeAlerts.length === 0 ? (
        <p className="muted">None. Alertmanager tells the gateway, the log keeps it, and it stands here.</p>
      ) : (
        <ul className={styles.list}>
          {activeAlerts.map((alert) => (
            <li key={`${alert.fingerprint}${alert.startsAt}`}>
              <Badge tone={alert.severity === 'critical' ? 'danger' : alert.severity === 'warning' ? 'warn' : 'plain'}>{alert.severity}</Badge>
              <span className="truncate" title={alert.summary}>
                <b>{alert.name}</b> {alert.summary}
              </span>
              <Time at={alert.startsAt} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function TopErrors({ of: { topErrors = [] } }: { of: Overview }): ReactNode {
  return (
    <Panel title="Errors seen last" flush={topErrors.length > 0}>
      {topErrors.length === 0 ? (
        <p className="muted">None yet. Errors that differ only in numbers and ids are gathered into one.</p>
      ) : (
        <ul className={styles.list}>
          {topErrors.map((error) => (
            <li key={error.fingerprint}>
              <Badge tone="danger">{count(error.count)}</Badge>
              <Link to="/jobs" search={{ error: error.fingerprint }} className="truncate" title={error.message}>
                <b>{error.code}</b> {error.message}
              </Link>
              <span className={styles.seen}>
                <ErrorSpark fingerprint={error.fingerprint} lastSeen={error.lastSeen} />
                <Time at={error.lastSeen} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Health({ of: { projections = [], services = [], stores = [] } }: { of: Overview }): ReactNode {
  const look = lookOfServices(services, Date.now());
  return (
    <Panel title="Services, stores, read models">
      {projections.length + services.length + stores.length === 0 ? (
        <Empty title="Nothing known yet" />
      ) : (
        <div className={styles.health}>
          {services.length > 0 && (
            <p>
              <Badge tone={look.tone}>{look.text}</Badge>
            </p>
          )}
          <ul className={styles.counts}>
            {stores.map(({ name, ready, detail }) => (
              <li key={name}>
                <Badge tone={ready ? 'ok' : 'danger'} title={detail}>
                  {name}
                </Badge>
              </li>
            ))}
          </ul>
          <ul className={styles.counts}>
            {projections.map(({ projection, lagMs, lagEvents }) => (
              <li key={projection}>
                <Badge tone={lagMs > 2_000 ? 'warn' : 'plain'} title={`${lagEvents} events behind`}>
                  {projection} {lagMs === 0 ? '' : duration(lagMs)}
                </Badge>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Panel>
  );
}
