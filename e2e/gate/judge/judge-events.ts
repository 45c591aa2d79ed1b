import { type LogEnvelope, parseEnvelope } from '#contracts';
import { fails, type Finding, without } from '../step';
import type { GateJob } from './jobs';

export interface HeardMessage {
  readonly routingKey: string;
  readonly body: string;
}

/**
 * What the broker delivered, against the contracts and against what each job's life must have been. Delivery is at least once, so the same
 * event may come again later, byte for byte; anything else out of order is a fault.
 */
export function judgeEvents(heard: readonly HeardMessage[], jobs: readonly GateJob[]): Finding[] {
  if (heard.length === 0) return [fails('events are heard on the broker', 'nothing was delivered to a queue that is bound to all of them')];
  const { valid, faults } = sorted(heard);
  const { firsts, misplaced } = firstsInOrder(valid);
  return [
    without(`each of ${heard.length} messages is valid against its contract`, faults),
    without('the routing key of each is its event type', heard.flatMap(({ routingKey, body }) => misrouted(routingKey, body))),
    without('positions follow each other without a gap, in the order of the log', misplaced),
    without('all are of one log', oneEpoch(firsts)),
    ...jobs.map((job) => without(`"${job.plan}": ${job.events.map((type) => type.replace('job.', '')).join(', ')}; versions without a gap`, lifeFaults(job, firsts))),
  ];
}

function sorted(heard: readonly HeardMessage[]): { valid: LogEnvelope[]; faults: string[] } {
  const valid: LogEnvelope[] = [];
  const faults: string[] = [];
  for (const { routingKey, body } of heard) {
    const parsed = parseEnvelope(body);
    if (!parsed.ok) faults.push(`${routingKey}: ${parsed.reason}: ${parsed.detail}`);
    else if (parsed.envelope.stream === undefined) faults.push(`${routingKey}: has no place in the log`);
    else valid.push(parsed.envelope as LogEnvelope);
  }
  return { valid, faults };
}

function misrouted(routingKey: string, body: string): string[] {
  const type = /"eventType":"([^"]*)"/.exec(body)?.[1];
  return type === undefined || type === routingKey ? [] : [`${type} came under ${routingKey}`];
}

function firstsInOrder(events: readonly LogEnvelope[]): { firsts: LogEnvelope[]; misplaced: string[] } {
  const firsts: LogEnvelope[] = [];
  const misplaced: string[] = [];
  const ids = new Map<number, string>();
  for (const event of events) {
    const { position } = event.stream;
    const before = ids.get(position);
    if (before !== undefined) {
      if (before !== event.eventId) misplaced.push(`position ${position} holds two events`);
      continue;
    }
    const last = firsts.at(-1)?.stream.position;
    if (last !== undefined && position !== last + 1) misplaced.push(`position ${position} came after ${last}`);
    ids.set(position, event.eventId);
    firsts.push(event);
  }
  return { firsts, misplaced };
}

function oneEpoch(events: readonly LogEnvelope[]): string[] {
  const epochs = new Set(events.map(({ stream }) => stream.epoch));
  return epochs.size <= 1 ? [] : [`epochs ${[...epochs].join(', ')}`];
}

function lifeFaults(job: GateJob, events: readonly LogEnvelope[]): string[] {
  const own = events.filter(({ stream }) => stream.id === job.id);
  const types = own.map(({ eventType }) => eventType);
  const faults: string[] = [];
  if (types.join() !== job.events.join()) faults.push(`heard ${types.join(', ') || 'nothing'} instead`);
  own.forEach(({ stream, eventType }, index) => {
    if (stream.version !== index + 1) faults.push(`${eventType} has version ${stream.version}, not ${index + 1}`);
  });
  const strangers = own.filter(({ correlationId }) => correlationId !== job.correlationId);
  if (strangers.length > 0) faults.push(`${strangers.length} events carry another correlation id than the request`);
  return faults;
}
