import { AmqpReader, type AmqpEvent } from './amqp-frames';

const text = (value: string): Buffer => Buffer.concat([Buffer.from([value.length]), Buffer.from(value)]);
const short = (value: number): Buffer => Buffer.from([value >> 8, value & 255]);
const int = (value: number): Buffer => Buffer.concat([short(0), short(value)]);
const long = (value: number): Buffer => Buffer.concat([int(0), int(value)]);
const frame = (type: number, channel: number, ...parts: Buffer[]): Buffer => {
  const payload = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([type]), short(channel), int(payload.length), payload, Buffer.from([0xce])]);
};
const read = (bytes: Buffer, size = bytes.length): AmqpEvent[] => {
  const reader = new AmqpReader();
  const events: AmqpEvent[] = [];
  for (let at = 0; at < bytes.length; at += size) events.push(...reader.read(bytes.subarray(at, at + size)).map(({ event }) => event));
  return events;
};
const named = (events: readonly AmqpEvent[]) => events.filter(({ kind }) => kind !== 'other');

describe('AMQP as it passes by', () => {
  const headers = Buffer.concat([text('x-parked-reason'), Buffer.from('S'), int(8), Buffer.from('not_json')]);
  const publish = Buffer.concat([
    Buffer.from('AMQP\x00\x00\x09\x01', 'latin1'),
    frame(1, 1, short(85), short(10), Buffer.from([0])),
    frame(1, 1, short(60), short(40), short(0), text('ex'), text('key'), Buffer.from([1])),
    frame(2, 1, short(60), short(0), long(5), short(0xb080), text('application/json'), int(headers.length), headers, Buffer.from([2]), text('m-1')),
    frame(3, 1, Buffer.from('hel')),
    frame(3, 1, Buffer.from('lo')),
  ]);
  const expected = [
    { kind: 'confirm_select', channel: 1 },
    {
      kind: 'publish', channel: 1, exchange: 'ex', routingKey: 'key', mandatory: true, body: Buffer.from('hello'),
      properties: { contentType: 'application/json', headers: { 'x-parked-reason': 'not_json' }, deliveryMode: 2, messageId: 'm-1' },
    },
  ];

  it('puts a publish together from its frames', () => {
    expect(named(read(publish))).toEqual(expected);
  });

  it('does so wherever the stream is cut', () => {
    for (const size of [1, 3, 7, 8, 50]) expect(named(read(publish, size))).toEqual(expected);
  });

  it('passes every byte on', () => {
    expect(Buffer.concat(new AmqpReader().read(publish).map(({ bytes }) => bytes))).toEqual(publish);
  });

  it('reads deliveries and how they are settled', () => {
    const deliver = Buffer.concat([
      frame(1, 2, short(60), short(60), text('c'), long(7), Buffer.from([1]), text('ex'), text('key')),
      frame(2, 2, short(60), short(0), long(2), short(0)),
      frame(3, 2, Buffer.from('ok')),
    ]);
    expect(named(read(deliver))).toEqual([{ kind: 'deliver', channel: 2, consumerTag: 'c', tag: 7, redelivered: true, exchange: 'ex', routingKey: 'key', body: Buffer.from('ok') }]);
    const settled = Buffer.concat([
      frame(1, 2, short(60), short(80), long(7), Buffer.from([1])),
      frame(1, 2, short(60), short(120), long(8), Buffer.from([2])),
      frame(1, 2, short(60), short(90), long(9), Buffer.from([0])),
    ]);
    expect(read(settled)).toEqual([
      { kind: 'ack', channel: 2, tag: 7, multiple: true, requeue: false },
      { kind: 'nack', channel: 2, tag: 8, multiple: false, requeue: true },
      { kind: 'reject', channel: 2, tag: 9, multiple: false, requeue: false },
    ]);
  });

  it('does not mistake an empty message for none', () => {
    const empty = Buffer.concat([frame(1, 1, short(60), short(40), short(0), text(''), text('q'), Buffer.from([0])), frame(2, 1, short(60), short(0), long(0), short(0))]);
    expect(named(read(empty))).toMatchObject([{ kind: 'publish', mandatory: false, body: Buffer.alloc(0) }]);
  });
});
