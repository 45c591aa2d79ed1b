import { Option } from 'commander';
import type { GatewayComponents } from '#observatory-client';
import { readFileSync } from 'node:fs';
import { stateTone } from '../../text/paint';
import type { Context } from '../context';
import type { ExitCode } from '../exit-codes';
import { jsonObject, uuid, whole } from '../options';
import type { Cli } from '../cli';
import { watch } from './watch';

interface Reason {
  readonly reason?: string;
}

/** Sub-commands that change something. They go to the gateway's public API. */
export function addCommands({ program, does }: Cli): void {
  program
    .command('submit')
    .description('submit a job')
    .argument('<type>', 'its type, as http.request')
    .option('--payload <json>', 'its payload, a JSON object', jsonObject)
    .option('--payload-file <file>', 'the same from a file; - is standard input')
    .option('--queue <queue>', 'its queue')
    .addOption(new Option('--priority <priority>', 'its priority').choices(['high', 'normal', 'low']))
    .option('--max-attempts <n>', 'how often it is tried', whole)
    .option('--tag <tag>', 'a tag; may be repeated', (tag: string, before: string[] | undefined) => [...(before ?? []), tag])
    .option('--external-ref <ref>', 'what you know it by')
    .option('--idempotency-key <key>', 'submitted again with it, it is the same job')
    .option('--delay-ms <ms>', 'not before so many milliseconds have passed', whole)
    .option('--run-at <time>', 'not before this time (ISO 8601)')
    .option('--watch', 'stay until it ends; the exit code tells how')
    .action(does((context, type: string, options: SubmitFlags) => submit(context, type, options)));

  const onJob = (name: string, description: string) => program.command(name).description(description).argument('<id>', 'its id', uuid).option('--reason <text>', 'why; stands in the log');
  onJob('cancel', 'cancel a job').action(
    does(async (context, id: string, { reason }: Reason) => {
      const answer = await context.platform.commands.post('/v1/jobs/{id}/cancel', { params: { path: { id } }, body: { by: context.platform.settings.by, reason } });
      told(context, answer, answer.status);
    }),
  );
  onJob('retry', 'try a job that backs off, or is scheduled, now').action(
    does(async (context, id: string) => {
      const answer = await context.platform.commands.post('/v1/jobs/{id}/run-now', { params: { path: { id } }, body: { by: context.platform.settings.by } });
      told(context, answer, answer.status);
    }),
  );
  onJob('redrive', 'give a failed job another life').action(
    does(async (context, id: string, { reason }: Reason) => {
      const answer = await context.platform.commands.post('/v1/jobs/{id}/redrive', { params: { path: { id } }, body: { by: context.platform.settings.by, reason } });
      told(context, answer, answer.status);
    }),
  );

  const queue = program.command('queue').description('one queue');
  queue
    .command('show')
    .description('what waits in it, and for whom')
    .argument('<name>', 'its name')
    .action(does(async (context, name: string) => context.document(await context.platform.reads.get('/v1/queues/{name}', { params: { path: { name } } }))));
  for (const verb of ['pause', 'resume'] as const) {
    queue
      .command(verb)
      .description(verb === 'pause' ? 'start no more of its jobs; those that run go on' : 'start its jobs again')
      .argument('<name>', 'its name')
      .option('--reason <text>', 'why; stands in the log')
      .action(
        does(async (context, name: string, { reason }: Reason) => {
          const init = { params: { path: { name } }, body: { by: context.platform.settings.by, reason } };
          const answer = verb === 'pause' ? await context.platform.commands.post('/v1/queues/{name}/pause', init) : await context.platform.commands.post('/v1/queues/{name}/resume', init);
          context.answer(answer, () => [[{ text: `queue ${name} ${verb === 'pause' ? 'is paused' : 'runs again'}` }]]);
        }),
      );
  }

  program
    .command('alert')
    .description('one alert')
    .command('ack')
    .description('acknowledge an alert: somebody looks after it')
    .argument('<fingerprint>', 'from `observatory alerts`')
    .option('--note <text>', 'what is being done')
    .action(
      does(async (context, fingerprint: string, { note }: { note?: string }) => {
        const answer = await context.platform.commands.post('/v1/alerts/{fingerprint}/acknowledge', { params: { path: { fingerprint } }, body: { by: context.platform.settings.by, note } });
        context.answer(answer, () => [[{ text: `alert ${fingerprint} is acknowledged by ${context.platform.settings.by}` }]]);
      }),
    );
}

interface SubmitFlags {
  readonly payload?: Record<string, unknown>;
  readonly payloadFile?: string;
  readonly queue?: string;
  readonly priority?: GatewayComponents['schemas']['JobPriority'];
  readonly maxAttempts?: number;
  readonly tag?: string[];
  readonly externalRef?: string;
  readonly idempotencyKey?: string;
  readonly delayMs?: number;
  readonly runAt?: string;
  readonly watch?: boolean;
}

async function submit(context: Context, type: string, options: SubmitFlags): Promise<ExitCode | void> {
  const { payloadFile, tag, watch: stays, payload: given, ...rest } = options;
  const payload = payloadFile === undefined ? given : jsonObject(readFileSync(payloadFile === '-' ? 0 : payloadFile, 'utf8'));
  const { queue, priority, maxAttempts, externalRef, idempotencyKey, delayMs, runAt } = rest;
  const answer = await context.platform.commands.post('/v1/jobs', { body: { type, payload, tags: tag, queue, priority, maxAttempts, externalRef, idempotencyKey, delayMs, runAt } });
  if (stays !== true) return told(context, answer, answer.status);
  if (context.json) context.ndjson(answer);
  else told(context, answer, answer.status);
  return watch(context, answer.jobId);
}

function told(context: Context, answer: { readonly jobId: string }, status: string): void {
  context.answer(answer, () => [[{ text: answer.jobId }, { text: '  ' }, { text: status, tone: stateTone(status) }]]);
}
