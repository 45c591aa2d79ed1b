/**
 * Reads AMQP 0-9-1 as it passes by: bytes in, the methods that matter to the delivery protocol out. Pure; one reader per direction of a
 * connection. What it does not name (handshakes, heartbeats, flow) comes out as `other`, so that a proxy can still pass the frame on.
 */
export type AmqpEvent =
  | { readonly kind: 'publish'; readonly channel: number; readonly exchange: string; readonly routingKey: string; readonly mandatory: boolean; readonly properties: AmqpProperties; readonly body: Buffer }
  | { readonly kind: 'deliver'; readonly channel: number; readonly consumerTag: string; readonly tag: number; readonly redelivered: boolean; readonly exchange: string; readonly routingKey: string; readonly body: Buffer }
  | { readonly kind: 'ack' | 'nack' | 'reject'; readonly channel: number; readonly tag: number; readonly multiple: boolean; readonly requeue: boolean }
  | { readonly kind: 'consume'; readonly channel: number; readonly queue: string; readonly consumerTag: string; readonly noAck: boolean }
  | { readonly kind: 'qos'; readonly channel: number; readonly count: number; readonly global: boolean }
  | { readonly kind: 'queue_declare'; readonly channel: number; readonly queue: string; readonly durable: boolean; readonly exclusive: boolean; readonly autoDelete: boolean }
  | { readonly kind: 'queue_bind'; readonly channel: number; readonly queue: string; readonly exchange: string; readonly routingKey: string }
  | { readonly kind: 'confirm_select'; readonly channel: number }
  | { readonly kind: 'close'; readonly channel: number; readonly code: number; readonly text: string }
  | { readonly kind: 'other'; readonly channel: number };

export interface AmqpProperties {
  readonly contentType?: string;
  readonly deliveryMode?: number;
  readonly messageId?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One frame as it came, with what is complete by it. */
export interface Frame {
  readonly bytes: Buffer;
  readonly event: AmqpEvent;
}

const PROTOCOL_HEADER = 'AMQP';
const [METHOD, HEADER, BODY] = [1, 2, 3];
const method = (classId: number, methodId: number): number => classId * 1_000 + methodId;

type Started = Omit<Extract<AmqpEvent, { kind: 'publish' }>, 'properties' | 'body'> | Omit<Extract<AmqpEvent, { kind: 'deliver' }>, 'body'>;
interface Content {
  readonly started: Started;
  properties: AmqpProperties;
  size: number;
  readonly parts: Buffer[];
}

export class AmqpReader {
  private rest: Buffer = Buffer.alloc(0);
  private readonly contents = new Map<number, Content>();

  /** The frames that are complete now. */
  read(bytes: Buffer): Frame[] {
    this.rest = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes]);
    const frames: Frame[] = [];
    for (;;) {
      if (this.rest.length < 8) return frames;
      const greeting = this.rest.toString('latin1', 0, 4) === PROTOCOL_HEADER;
      const length = greeting ? 8 : 7 + this.rest.readUInt32BE(3) + 1;
      if (this.rest.length < length) return frames;
      const frame = this.rest.subarray(0, length);
      this.rest = this.rest.subarray(length);
      frames.push({ bytes: frame, event: greeting ? { kind: 'other', channel: 0 } : this.understand(frame) });
    }
  }

  private understand(frame: Buffer): AmqpEvent {
    const channel = frame.readUInt16BE(1);
    const payload = frame.subarray(7, frame.length - 1);
    const type = frame.readUInt8(0);
    if (type === METHOD) return this.method(channel, new Fields(payload));
    const content = this.contents.get(channel);
    if (!content || (type !== HEADER && type !== BODY)) return { kind: 'other', channel };
    if (type === HEADER) {
      content.size = Number(payload.readBigUInt64BE(4));
      content.properties = propertiesOf(new Fields(payload.subarray(12)));
    } else {
      content.parts.push(Buffer.from(payload));
    }
    return this.complete(channel, content);
  }

  private complete(channel: number, { started, properties, size, parts }: Content): AmqpEvent {
    if (parts.reduce((sum, part) => sum + part.length, 0) < size) return { kind: 'other', channel };
    this.contents.delete(channel);
    const body = Buffer.concat(parts);
    return started.kind === 'publish' ? { ...started, properties, body } : { ...started, body };
  }

  private method(channel: number, fields: Fields): AmqpEvent {
    const other = { kind: 'other', channel } as const;
    switch (method(fields.short(), fields.short())) {
      case method(60, 40): {
        fields.short();
        const [exchange, routingKey] = [fields.text(), fields.text()];
        return this.begin({ kind: 'publish', channel, exchange, routingKey, mandatory: (fields.byte() & 1) === 1 });
      }
      case method(60, 60): {
        const [consumerTag, tag, redelivered] = [fields.text(), fields.long(), fields.byte() === 1];
        return this.begin({ kind: 'deliver', channel, consumerTag, tag, redelivered, exchange: fields.text(), routingKey: fields.text() });
      }
      case method(60, 80):
        return { kind: 'ack', channel, tag: fields.long(), multiple: (fields.byte() & 1) === 1, requeue: false };
      case method(60, 120): {
        const [tag, bits] = [fields.long(), fields.byte()];
        return { kind: 'nack', channel, tag, multiple: (bits & 1) === 1, requeue: (bits & 2) === 2 };
      }
      case method(60, 90):
        return { kind: 'reject', channel, tag: fields.long(), multiple: false, requeue: (fields.byte() & 1) === 1 };
      case method(60, 20): {
        fields.short();
        const [queue, consumerTag] = [fields.text(), fields.text()];
        return { kind: 'consume', channel, queue, consumerTag, noAck: (fields.byte() & 2) === 2 };
      }
      case method(60, 10):
        fields.int();
        return { kind: 'qos', channel, count: fields.short(), global: (fields.byte() & 1) === 1 };
      case method(50, 10): {
        fields.short();
        const [queue, bits] = [fields.text(), fields.byte()];
        return { kind: 'queue_declare', channel, queue, durable: (bits & 2) === 2, exclusive: (bits & 4) === 4, autoDelete: (bits & 8) === 8 };
      }
      case method(50, 20):
        fields.short();
        return { kind: 'queue_bind', channel, queue: fields.text(), exchange: fields.text(), routingKey: fields.text() };
      case method(85, 10):
        return { kind: 'confirm_select', channel };
      case method(10, 50):
      case method(20, 40):
        return { kind: 'close', channel, code: fields.short(), text: fields.text() };
      default:
        return other;
    }
  }

  private begin(started: Started): AmqpEvent {
    this.contents.set(started.channel, { started, properties: {}, size: 0, parts: [] });
    return { kind: 'other', channel: started.channel };
  }
}

/** The fields of a method or header, one after the other. */
class Fields {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  get left(): number {
    return this.bytes.length - this.at;
  }

  byte(): number {
    return this.bytes.readUInt8(this.step(1));
  }

  short(): number {
    return this.bytes.readUInt16BE(this.step(2));
  }

  int(): number {
    return this.bytes.readUInt32BE(this.step(4));
  }

  long(): number {
    return Number(this.bytes.readBigUInt64BE(this.step(8)));
  }

  text(): string {
    return this.take(this.byte());
  }

  /** A table, of which only what is text is kept; it ends at the first value of another type. */
  table(): Record<string, string> {
    const inside = new Fields(this.slice(this.int()));
    const values: Record<string, string> = {};
    while (inside.left > 0) {
      const name = inside.text();
      if (String.fromCharCode(inside.byte()) !== 'S') break;
      values[name] = inside.take(inside.int());
    }
    return values;
  }

  private take(length: number): string {
    return this.slice(length).toString('utf8');
  }

  private slice(length: number): Buffer {
    const start = this.step(length);
    return this.bytes.subarray(start, start + length);
  }

  private step(length: number): number {
    const start = this.at;
    this.at += length;
    return start;
  }
}

/** Content properties come in this order, each only when its flag is set. */
function propertiesOf(fields: Fields): AmqpProperties {
  const flags = fields.short();
  const has = (bit: number): boolean => ((flags >> bit) & 1) === 1;
  const contentType = has(15) ? fields.text() : undefined;
  if (has(14)) fields.text();
  const headers = has(13) ? fields.table() : undefined;
  const deliveryMode = has(12) ? fields.byte() : undefined;
  if (has(11)) fields.byte();
  for (const bit of [10, 9, 8]) if (has(bit)) fields.text();
  const messageId = has(7) ? fields.text() : undefined;
  return { contentType, headers, deliveryMode, messageId };
}
