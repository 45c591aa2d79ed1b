import { pipeline } from 'node:stream/promises';
import { Option } from 'commander';
import type { ReadQuery } from '#observatory-client';
import { streamEvents, type Envelope } from '../../data/event-stream';
import { filterQuery } from '../../data/job-filters';
import { EMPTY } from '../../text/line';
import { fitTable } from '../../text/table';
import { freshnessLine } from '../../views/freshness';
import { overviewLines } from '../../views/overview';
import { ALERTS, AUDIT, ERRORS, EVENTS, INCIDENTS, JOBS, OPERATIONS, QUEUES, schedules, WORKERS } from '../../views/sheets';
import type { Context } from '../context';
import { addJobFilters, addPage, jobFilters, pageQuery, whole, type PageFlags } from '../options';
import type { Cli } from '../cli';
import { untilInterrupted } from '../interrupt';

const EVENTS_SHOWN = 50;

/** Sub-commands that list: what is there, and how it fares. */
export function addReads({ program, does }: Cli): void {
  program
    .command('overview')
    .description('the state of the platform on one screen')
    .action(
      does(async (context) => {
        const overview = await context.platform.reads.get('/v1/overview');
        context.answer(overview, () => [...overviewLines(overview, Math.min(context.width, 120), Date.now()), EMPTY, freshnessLine(overview.freshness)]);
      }),
    );

  const jobs = program.command('jobs').description('jobs as a list');
  addPage(addJobFilters(jobs.command('list').description('a page of jobs, the newest first'))).action(
    does(async (context, options: PageFlags & Record<string, unknown>) => {
      context.list(await context.platform.reads.get('/v1/jobs', { params: { query: jobsQuery(options) } }), JOBS, 'no such jobs');
    }),
  );
  addJobFilters(jobs.command('export').description('all jobs of these filters, the newest first, to standard output'))
    .addOption(new Option('--format <format>', 'how').choices(['ndjson', 'csv']).default('ndjson'))
    .action(does((context, { format, ...filters }: { format: 'ndjson' | 'csv' } & Record<string, unknown>) => exportJobs(context, { ...filterOf(filters), format })));

  addPage(program.command('workers').description('workers, and what they run')).action(
    does(async (context, options: PageFlags) => context.list(await context.platform.reads.get('/v1/workers', { params: { query: pageQuery(options) } }), WORKERS, 'no workers')),
  );
  addPage(program.command('queues').description('queues by what waits in them')).action(
    does(async (context, options: PageFlags) => context.list(await context.platform.reads.get('/v1/queues', { params: { query: pageQuery(options) } }), QUEUES, 'no queues')),
  );
  addPage(program.command('alerts').description('alerts, those that fire first'))
    .addOption(new Option('--state <state>', 'only these').choices(['firing', 'resolved']))
    .addOption(new Option('--severity <severity>', 'only these').choices(['critical', 'warning', 'info']))
    .action(
      does(async (context, options: PageFlags & Pick<ReadQuery<'/v1/alerts'>, 'state' | 'severity'>) => {
        const { state, severity } = options;
        context.list(await context.platform.reads.get('/v1/alerts', { params: { query: { ...pageQuery(options), state, severity } } }), ALERTS, 'no alerts');
      }),
    );
  addPage(program.command('errors').description('errors by what they have in common'))
    .addOption(new Option('--sort <order>', 'order').choices(['-lastSeen', '-count']))
    .option('--type <type>', 'only errors of this job type')
    .option('--queue <queue>', 'only errors of this queue')
    .action(
      does(async (context, options: PageFlags & Pick<ReadQuery<'/v1/errors'>, 'sort' | 'type' | 'queue'>) => {
        const { sort, type, queue } = options;
        context.list(await context.platform.reads.get('/v1/errors', { params: { query: { ...pageQuery(options), sort, type, queue } } }), ERRORS, 'no errors');
      }),
    );
  program
    .command('schedules')
    .description('schedules, and when they fire next')
    .addOption(new Option('--status <status>', 'only these').choices(['active', 'paused', 'ended']))
    .option('--limit <n>', 'items per page', whole)
    .option('--cursor <name>', 'the page after, from nextAfter')
    .action(
      does(async (context, options: PageFlags & Pick<ReadQuery<'/v1/schedules'>, 'status'>) => {
        const query = { status: options.status, limit: options.limit, after: options.cursor };
        const page = await context.platform.reads.get('/v1/schedules', { params: { query } });
        context.list(page, schedules(page.lastJobs), 'no schedules');
      }),
    );

  addPage(program.command('operations').description('what was done to many jobs at once, and how far it is')).action(
    does(async (context, options: PageFlags) => context.list(await context.platform.reads.get('/v1/operations', { params: { query: pageQuery(options) } }), OPERATIONS, 'nothing was done to many jobs at once yet')),
  );

  addPage(program.command('audit').description('who did what, what was refused, the latest first'))
    .option('--principal <id>', 'only what this key or person did')
    .option('--action <action>', 'only this, as jobs:cancel or session.signed_in')
    .addOption(new Option('--verdict <verdict>', 'only what ended so').choices(['accepted', 'refused', 'failed']))
    .action(
      does(async (context, options: PageFlags & Pick<ReadQuery<'/v1/audit'>, 'principal' | 'action' | 'verdict'>) => {
        const { principal, action, verdict } = options;
        context.list(await context.platform.reads.get('/v1/audit', { params: { query: { ...pageQuery(options), principal, action, verdict } } }), AUDIT, 'nothing was done yet');
      }),
    );
  addPage(program.command('incidents').description('what looks like an attack'))
    .addOption(new Option('--state <state>', 'only these').choices(['open', 'over']))
    .action(
      does(async (context, options: PageFlags & Pick<ReadQuery<'/v1/incidents'>, 'state'>) => {
        context.list(await context.platform.reads.get('/v1/incidents', { params: { query: { ...pageQuery(options), state: options.state } } }), INCIDENTS, 'nothing has looked like an attack');
      }),
    );

  const events = program.command('events').description('events of the platform');
  events
    .command('tail')
    .description('events as they happen, until Ctrl-C')
    .option('--types <patterns>', 'only these, as job.* or worker.lost,alert.fired')
    .option('--job <id>', 'only events of this job')
    .option('--queue <queue>', 'only events of this queue')
    .option('--max <n>', 'end after so many', whole)
    .action(does((context, options: { types?: string; job?: string; queue?: string; max?: number }) => tail(context, options)));
}

const filterOf = (options: Readonly<Record<string, unknown>>) => filterQuery(jobFilters(options)) as Omit<ReadQuery<'/v1/jobs'>, keyof PageFlags>;
const jobsQuery = (options: PageFlags & Readonly<Record<string, unknown>>): ReadQuery<'/v1/jobs'> => ({ ...pageQuery(options), ...filterOf(options) });

/** Passes on what the observatory streams, as fast as it is taken; whoever has read enough (`| head`) ends it. */
async function exportJobs({ platform }: Context, query: ReadQuery<'/v1/jobs/export'>): Promise<void> {
  const { signal, done } = untilInterrupted();
  try {
    // Without the time limit of other reads: a million jobs take their time.
    const body = await platform.reads.get('/v1/jobs/export', { params: { query }, parseAs: 'stream', signal, fetch });
    if (body !== null) await pipeline(body, process.stdout, { end: false, signal });
  } catch (error) {
    if (!signal.aborted && (error as { code?: unknown }).code !== 'EPIPE') throw error;
  } finally {
    done();
  }
}

async function tail(context: Context, options: { types?: string; job?: string; queue?: string; max?: number }): Promise<void> {
  const { signal, done } = untilInterrupted();
  let shown = 0;
  try {
    for await (const { envelope } of streamEvents(context.platform.settings, { types: options.types, jobId: options.job, queue: options.queue }, signal)) {
      if (context.json) context.ndjson(envelope);
      else printEvent(context, envelope, shown % EVENTS_SHOWN === 0);
      if (++shown >= (options.max ?? Infinity)) return;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    done();
  }
}

const STREAMED = [{ min: 10 }, { min: 8 }, { min: 22 }, { min: 12 }, {}];

/** A line at a time cannot know how wide the next will be: the columns are as wide as is usual. */
function printEvent(context: Context, envelope: Envelope, withHeader: boolean): void {
  const columns = EVENTS.columns.map((column, at) => ({ ...column, ...STREAMED[at] }));
  const cells = EVENTS.cells(envelope, Date.now()).map((span, at) => ({ ...span, text: span.text.padEnd(STREAMED[at]?.min ?? 0) }));
  const table = fitTable(columns, [cells], context.width);
  if (withHeader && process.stdout.isTTY) context.print(table.header);
  context.print(table.rows[0] ?? []);
}
