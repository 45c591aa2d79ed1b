import type { ReadBody } from '#observatory-client';
import { ProblemError } from '#observatory-client';
import { failureOf } from '../../data/failure';
import { hasEnded } from '../../data/job-states';
import { fitTable } from '../../text/table';
import { TIMELINE, type TimelineEntry } from '../../views/sheets';
import type { Context } from '../context';
import { EXIT, exitOfJob, type ExitCode } from '../exit-codes';
import { untilInterrupted } from '../interrupt';
import { uuid, whole } from '../options';
import { pause } from '../pause';
import type { Cli } from '../cli';

const POLL_MS = 500;
/** A job that was just submitted may not be projected yet. */
const UNSEEN_PATIENCE_MS = 10_000;

export function addWatch({ program, does }: Cli): void {
  program
    .command('watch')
    .description('what happens to a job, until it ends; the exit code tells how it ended')
    .argument('<id>', 'its id', uuid)
    .option('--timeout <seconds>', 'give up after this', whole)
    .action(does((context, id: string, options: { timeout?: number }) => watch(context, id, options.timeout)));
}

/** Goes on through an observatory that is away for a while: what it missed it reads afterwards. */
export async function watch(context: Context, id: string, timeoutSeconds?: number): Promise<ExitCode> {
  const began = Date.now();
  const { signal, done } = untilInterrupted();
  let shown = 0;
  let away = false;
  try {
    for (;;) {
      const seen = await look(context, id, signal, began);
      if (seen === undefined && !away) context.note('the observatory does not answer; waiting for it');
      away = seen === undefined;
      for (const entry of seen?.entries.filter(({ version }) => version > shown) ?? []) {
        show(context, entry);
        shown = entry.version;
      }
      const status = seen?.entries.at(-1)?.status;
      if (status !== undefined && hasEnded(status)) return exitOfJob(status);
      if (timeoutSeconds !== undefined && Date.now() - began >= timeoutSeconds * 1000) {
        context.note(`not ended after ${timeoutSeconds} s`);
        return EXIT.timedOut;
      }
      await pause(POLL_MS, signal);
    }
  } catch (error) {
    if (signal.aborted) return EXIT.interrupted;
    throw error;
  } finally {
    done();
  }
}

async function look(context: Context, id: string, signal: AbortSignal, began: number): Promise<ReadBody<'/v1/jobs/{id}/timeline'> | { entries: TimelineEntry[] } | undefined> {
  try {
    return await context.platform.reads.get('/v1/jobs/{id}/timeline', { params: { path: { id } }, signal });
  } catch (error) {
    if (signal.aborted) throw error;
    if (error instanceof ProblemError && error.isNotFound && Date.now() - began < UNSEEN_PATIENCE_MS) return { entries: [] };
    if (failureOf(error).kind === 'unavailable') return undefined;
    throw error;
  }
}

const WIDTHS = [8, 9, 20, 0, 0];

function show(context: Context, entry: TimelineEntry): void {
  if (context.json) return context.ndjson(entry);
  const cells = TIMELINE.cells(entry, Date.now()).map((span, at) => ({ ...span, text: span.text.padEnd(WIDTHS[at] ?? 0) }));
  context.print(...fitTable(TIMELINE.columns.map((column) => ({ ...column, title: '' })), [cells], context.width).rows);
}
