import type { JobPriority } from '#contracts';
import { Fifo } from '#messaging';
import type { Held } from './held-delivery';
import type { ProtocolOutput } from './protocol';
import { WaitingDeliveries } from './waiting-deliveries';

/** The deliveries in this worker's hands, in the order they are taken up, and what the broker is to be told of them in this turn. */
export class HeldDeliveries<Handle> {
  /** Not asked for yet. */
  readonly waiting = new WaitingDeliveries<Held<Handle>>();
  /** Granted, and waiting for a slot. */
  readonly granted = new Fifo<Held<Handle>>();
  private readonly byId = new Map<string, Held<Handle>>();
  private askedNow = 0;
  private acks: Handle[] = [];
  private handBacks: Handle[] = [];

  get size(): number {
    return this.byId.size;
  }

  /** Deliveries whose ask is not answered yet. */
  get asked(): number {
    return this.askedNow;
  }

  /** Deliveries that wait here, for their ask or for a slot. */
  get unstarted(): number {
    return this.waiting.length + this.granted.length;
  }

  get(deliveryId: string): Held<Handle> | undefined {
    return this.byId.get(deliveryId);
  }

  forEach(act: (held: Held<Handle>) => void): void {
    this.byId.forEach(act);
  }

  arrived(priority: JobPriority, held: Held<Handle>): void {
    this.byId.set(held.deliveryId, held);
    this.waiting.push(priority, held);
  }

  /** One that came with its grant. */
  takenUp(held: Held<Handle>): void {
    this.byId.set(held.deliveryId, held);
    this.enter(held, 'asked');
  }

  /** One that is not even taken in. */
  refused(handle: Handle): void {
    this.handBacks.push(handle);
  }

  enter(held: Held<Handle>, state: Held<Handle>['state']): void {
    if (held.state === 'asked') this.askedNow--;
    if (state === 'asked') this.askedNow++;
    held.state = state;
  }

  /** Over, and of no more use to the broker. */
  settled(held: Held<Handle>): void {
    this.forget(held);
    this.ack(held);
  }

  ack(held: Held<Handle>): void {
    if (held.handle !== undefined) this.acks.push(held.handle);
    held.handle = undefined;
  }

  /** Over here; the broker is to give it to somebody else. */
  handBack(held: Held<Handle>): void {
    this.forget(held);
    if (held.handle !== undefined) this.handBacks.push(held.handle);
    held.handle = undefined;
  }

  /** With the connection that delivered them nothing can be settled any more, and nothing waits. */
  loseHandles(): Held<Handle>[] {
    this.waiting.drain();
    this.granted.drain();
    this.acks = [];
    this.handBacks = [];
    const all = [...this.byId.values()];
    for (const held of all) held.handle = undefined;
    return all;
  }

  takeSettled(): ProtocolOutput<Handle>[] {
    const outputs: ProtocolOutput<Handle>[] = [];
    if (this.acks.length > 0) outputs.push({ kind: 'ack', handles: this.acks });
    if (this.handBacks.length > 0) outputs.push({ kind: 'hand_back', handles: this.handBacks });
    this.acks = [];
    this.handBacks = [];
    return outputs;
  }

  private forget(held: Held<Handle>): void {
    this.enter(held, 'over');
    this.byId.delete(held.deliveryId);
  }
}
