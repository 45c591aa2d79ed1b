import { Option } from 'commander';
import { EMPTY } from '../../text/line';
import { outline } from '../../text/format';
import { freshnessLine } from '../../views/freshness';
import { attemptLines, jobLines, logLines, timelineLines, whyLines, type LogLine } from '../../views/job';
import { EVENTS } from '../../views/sheets';
import type { Context } from '../context';
import { untilInterrupted } from '../interrupt';
import { uuid, whole } from '../options';
import type { Cli } from '../cli';
import { pause } from '../pause';

const FOLLOW_MS = 1000;
const LOG_PAGE = 1000;

/** Sub-commands about one job. */
export function addJobCommands({ program, does }: Cli): void {
  const job = program.command('job').description('one job');
  const about = (name: string, description: string) => job.command(name).description(description).argument('<id>', 'its id', uuid);

  about('show', 'what it is, its attempts, its error, payload and result').action(
    does(async (context, id: string) => {
      const path = { id };
      const detail = await context.platform.reads.get('/v1/jobs/{id}', { params: { path } });
      if (context.json) return context.document(detail);
      const attempts = await context.platform.reads.get('/v1/jobs/{id}/attempts', { params: { path } });
      const now = Date.now();
      context.print(...jobLines(detail.job, now), EMPTY, ...attemptLines(attempts.items, context.width, now));
      context.print(EMPTY, [{ text: 'Payload', bold: true }], ...outline(detail.job.payload, '  ').map((text) => [{ text }]));
      if (detail.job.result !== undefined) context.print(EMPTY, [{ text: 'Result', bold: true }], ...outline(detail.job.result, '  ').map((text) => [{ text }]));
      context.print(EMPTY, freshnessLine(detail.freshness));
    }),
  );
  about('timeline', 'all that has happened to it, oldest first').action(
    does(async (context, id: string) => {
      const timeline = await context.platform.reads.get('/v1/jobs/{id}/timeline', { params: { path: { id } } });
      context.answer(timeline, () => timelineLines(timeline.entries, context.width, Date.now()).slice(1));
    }),
  );
  about('why', 'why it does not run, with the events that prove it').action(
    does(async (context, id: string) => {
      const why = await context.platform.reads.get('/v1/jobs/{id}/why', { params: { path: { id } } });
      context.answer(why, () => whyLines(why, Math.min(context.width, 120), Date.now()));
    }),
  );
  about('events', 'its events as they stand in the log').action(
    does(async (context, id: string) => {
      const events = await context.platform.reads.get('/v1/jobs/{id}/events', { params: { path: { id } } });
      context.list(events, EVENTS, 'no events');
    }),
  );
  about('attempts', 'its attempts').action(
    does(async (context, id: string) => {
      const attempts = await context.platform.reads.get('/v1/jobs/{id}/attempts', { params: { path: { id } } });
      context.answer(attempts, () => attemptLines(attempts.items, context.width, Date.now()).slice(attempts.items.length === 0 ? 0 : 1));
    }),
  );
  about('logs', 'what an attempt has logged; --json answers one line per entry')
    .option('--attempt <n>', 'of this attempt; default: the last', whole)
    .addOption(new Option('--level <level>', 'from this level up').choices(['debug', 'info', 'warn', 'error']))
    .option('-f, --follow', 'go on until the attempt has ended, or Ctrl-C')
    .action(does((context, id: string, options: LogFlags) => showLogs(context, id, options)));
}

interface LogFlags {
  readonly attempt?: number;
  readonly level?: LogLine['level'];
  readonly follow?: boolean;
}

async function showLogs(context: Context, id: string, options: LogFlags): Promise<void> {
  const path = { id };
  const attempts = async () => (await context.platform.reads.get('/v1/jobs/{id}/attempts', { params: { path } })).items;
  const number = options.attempt ?? (await attempts()).at(-1)?.number;
  if (number === undefined) return context.note('it has not been started yet: no logs');
  const { signal, done } = untilInterrupted();
  let after = 0;
  try {
    for (;;) {
      // Asked first: what is logged before the end is then in the page that follows.
      const ended = options.follow !== true || (await attempts()).find((attempt) => attempt.number === number)?.state !== 'RUNNING';
      const page = await context.platform.reads.get('/v1/jobs/{id}/attempts/{number}/logs', { params: { path: { id, number }, query: { after, limit: LOG_PAGE, level: options.level } }, signal });
      for (const entry of page.items) {
        if (context.json) context.ndjson(entry);
        else context.print(...logLines(entry, context.width, Date.now()));
      }
      after = page.items.at(-1)?.line ?? after;
      if (page.nextAfter !== undefined) continue;
      if (page.dropped > 0 && ended) context.note(`${page.dropped} more lines were not kept`);
      if (ended) return;
      await pause(FOLLOW_MS, signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    done();
  }
}

