import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useMemo } from 'react';
import type { ReadBody } from '#observatory-client';
import { oneOf, useAddress } from '../../data/address';
import { duration } from '../../data/format';
import { isNotFound } from '../../data/problem';
import { useRead } from '../../data/read';
import { Id, JobLink } from '../../kit/id';
import { Json } from '../../kit/json';
import { Page } from '../../kit/page';
import { Facts, Panel } from '../../kit/panel';
import { Badge, State, TERMINAL } from '../../kit/state';
import { Answer, Empty, Failure, Loading } from '../../kit/states';
import { Since, Time } from '../../kit/time';
import { Attempts, Gantt } from './attempts';
import { JobCommands } from './job-commands';
import styles from './job.module.css';
import { Lineage } from './lineage';
import { StateDiagram } from './state-diagram';
import { TimeTravel } from './time-travel';
import { Timeline } from './timeline';
import { Why } from './why';

type Job = ReadBody<'/v1/jobs/{id}'>['job'];

export function JobPage(): ReactNode {
  const { params, search } = useAddress();
  const { id = '' } = params;
  const [asOf, attempt] = [oneOf(search, 'asOf'), oneOf(search, 'attempt')];
  const answer = useRead('/v1/jobs/{id}', { path: { id }, query: asOf === undefined ? {} : { asOf }, every: asOf === undefined ? 1_000 : false });
  const navigate = useNavigate();
  const set = (changed: Record<string, string | undefined>) => void navigate({ to: '/jobs/$id', params: { id }, search: { asOf, attempt, ...changed }, replace: true });
  const job = answer.data !== undefined && answer.data.job.id === id ? answer.data.job : undefined;
  useEffect(() => void (document.title = `${job?.type ?? 'Job'} ${id.slice(-8)} · Job Observatory`), [job?.type, id]);

  if (job === undefined) {
    return (
      <Page title="Job" what={<Id id={id} what="job id" />}>
        {isNotFound(answer.error) ? (
          <Empty title={asOf === undefined ? 'There is no such job' : 'There was no such job yet'}>
            <p>{asOf === undefined ? 'The address may be cut off, or the job is older than what is kept.' : 'At that moment it had not been submitted.'}</p>
          </Empty>
        ) : answer.error ? (
          <Failure error={answer.error} retry={() => void answer.refetch()} />
        ) : (
          <Loading lines={8} />
        )}
      </Page>
    );
  }
  return (
    <Page
      title={job.type}
      what={<Id id={id} what="job id" />}
      actions={
        <>
          <State of={job.status} />
          {asOf === undefined ? <JobCommands job={job} /> : <Badge tone="warn">as it was</Badge>}
        </>
      }
    >
      <Body job={job} past={asOf !== undefined} attempt={attempt} onAttempt={(number) => set({ attempt: String(number) })} travel={(position) => set({ asOf: position })} asOf={asOf} />
    </Page>
  );
}

interface BodyProps {
  readonly job: Job;
  readonly past: boolean;
  readonly asOf: string | undefined;
  readonly attempt: string | undefined;
  readonly onAttempt: (number: number) => void;
  readonly travel: (position: string | undefined) => void;
}

function Body({ job, past, asOf, attempt, onAttempt, travel }: BodyProps): ReactNode {
  const { id } = job;
  const ended = TERMINAL.has(job.status) && !past;
  const every = ended ? 10_000 : 1_000;
  const timeline = useRead('/v1/jobs/{id}/timeline', { path: { id }, every });
  const events = useRead('/v1/jobs/{id}/events', { path: { id }, every });
  const attempts = useRead('/v1/jobs/{id}/attempts', { path: { id }, every });
  const envelopes = useMemo(() => new Map((events.data?.items ?? []).map((event) => [(event as { stream?: { position: number } }).stream?.position ?? 0, event as unknown])), [events.data]);
  const entries = timeline.data?.jobId === id ? timeline.data.entries : [];
  const until = past ? entries.filter(({ position }) => position <= Number(asOf)) : entries;
  const tries = attempts.data?.jobId === id ? attempts.data.items : [];
  const active = Number(attempt ?? tries.at(-1)?.number ?? 0);
  return (
    <div className={styles.two}>
      <div>
        {!ended && !past && <Why id={id} />}
        <Panel title="Its way">
          <StateDiagram statuses={until.map(({ status }) => status)} />
        </Panel>
        {tries.length > 0 && (
          <Panel title="Attempts in time">
            <Gantt attempts={tries} from={job.submittedAt} active={active} onOpen={onAttempt} />
          </Panel>
        )}
        <Panel title="Attempts">
          <Answer of={attempts}>{() => <Attempts attempts={tries} active={active} onOpen={onAttempt} />}</Answer>
        </Panel>
        <Panel title="Timeline" flush end={<span className="muted">{entries.length} events</span>}>
          <Answer of={timeline}>{() => <Timeline entries={until} envelopes={envelopes} />}</Answer>
        </Panel>
      </div>
      <div>
        {entries.length > 1 && (
          <Panel title="Back in time">
            <TimeTravel entries={entries} asOf={asOf} onTravel={travel} />
          </Panel>
        )}
        <Panel title="Facts">
          <Facts of={factsOf(job)} />
        </Panel>
        <Panel title="Payload">
          <Json label="payload" value={job.payload} />
        </Panel>
        {job.result !== undefined && (
          <Panel title="Result">
            <Json label="result" value={job.result} />
          </Panel>
        )}
        {job.error?.details !== undefined && (
          <Panel title="Details of the error">
            <Json label="details of the error" value={job.error.details} />
          </Panel>
        )}
        <Lineage id={id} />
      </div>
    </div>
  );
}

function factsOf(job: Job): [string, ReactNode][] {
  return [
    ['Error', job.error && <span className="danger">{`${job.error.code}: ${job.error.message}`}</span>],
    ['Queue', job.queue],
    ['Priority', job.priority],
    ['Attempt', job.attempt === 0 ? undefined : `${job.attempt} of ${job.maxAttempts}${job.losses > 0 ? `, ${job.losses} lost` : ''}`],
    ['Submitted', <Time key="t" at={job.submittedAt} />],
    ['Runs at', job.runAt && <Time at={job.runAt} />],
    ['Started', job.startedAt && <Time at={job.startedAt} />],
    ['Finished', job.finishedAt && <Time at={job.finishedAt} />],
    ['Ran', job.startedAt && (job.finishedAt ? duration(Date.parse(job.finishedAt) - Date.parse(job.startedAt)) : job.status === 'RUNNING' ? <Since at={job.startedAt} /> : undefined)],
    ['Deadline', job.deadlineAt && <Time at={job.deadlineAt} />],
    ['Cancel asked', job.cancelRequested && `by ${job.cancelRequested.by}${job.cancelRequested.reason === undefined ? '' : `: ${job.cancelRequested.reason}`}`],
    ['Tags', job.tags?.map((tag) => <Badge key={tag}>{tag}</Badge>)],
    ['Reference', job.externalRef],
    ['Another life of', job.redrivenFrom && <JobLink id={job.redrivenFrom} />],
    ['Next life', job.redrivenTo && <JobLink id={job.redrivenTo} />],
    ['Correlation', <Id key="c" id={job.correlationId} what="correlation id" />],
    ['Dedupe key', job.dedupeKey],
    ['Version', String(job.version)],
  ];
}
