import type { Channel, Message } from 'amqplib';
import { AckWindow } from './ack-window';

function recordingChannel() {
  const frames: string[] = [];
  const channel = {
    ack: (message: Message, multiple = false) => frames.push(`ack ${message.fields.deliveryTag}${multiple ? ' and below' : ''}`),
    nack: (message: Message, _multiple: boolean, requeue: boolean) => frames.push(`nack ${message.fields.deliveryTag}${requeue ? ' requeue' : ''}`),
  };
  return { frames, channel: channel as unknown as Channel };
}

function windowOf(tags: number) {
  const { frames, channel } = recordingChannel();
  const state = { dead: false };
  const window = new AckWindow(channel, () => state.dead);
  for (let tag = 1; tag <= tags; tag++) window.opened(tag);
  return { frames, window, state };
}

describe('AckWindow', () => {
  it('acks a whole batch with one frame', () => {
    const { frames, window } = windowOf(5);
    window.ack([1, 2, 3, 4, 5]);
    expect(frames).toEqual(['ack 5 and below']);
    expect(window.size).toBe(0);
  });

  it('never acks a delivery that waits below the others', () => {
    const { frames, window } = windowOf(6);
    window.ack([1, 2, 4, 6]);
    expect(frames).toEqual(['ack 4', 'ack 6', 'ack 2 and below']);
    window.ack([5]);
    expect(frames.slice(3)).toEqual(['ack 5']);
    window.ack([3]);
    expect(frames.slice(4)).toEqual(['ack 3 and below']);
  });

  it('takes tags in any order', () => {
    const { frames, window } = windowOf(3);
    window.ack([3, 1, 2]);
    expect(frames).toEqual(['ack 3 and below']);
  });

  it('does not let a multiple ack cover a delivery that was handed back', () => {
    const { frames, window } = windowOf(3);
    window.handBack(2);
    window.ack([1, 3]);
    expect(frames).toEqual(['nack 2 requeue', 'ack 3 and below']);
  });

  it('ignores a tag that is settled already, which would close the channel', () => {
    const { frames, window } = windowOf(2);
    window.ack([1]);
    window.ack([1]);
    window.handBack(1);
    expect(frames).toEqual(['ack 1 and below']);
  });

  it('settles nothing once its channel is dead: tags start at 1 again on the next one', () => {
    const { frames, window, state } = windowOf(2);
    state.dead = true;
    window.ack([1]);
    window.handBack(2);
    expect(frames).toEqual([]);
  });

  it('survives a channel that closes at this very moment', () => {
    const channel = { ack: () => { throw new Error('Channel closed'); } } as unknown as Channel;
    const window = new AckWindow(channel, () => false);
    window.opened(1);
    expect(() => window.ack([1])).not.toThrow();
  });
});
