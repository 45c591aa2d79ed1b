import { type ChannelModel, connect } from 'amqplib';
import { TOPOLOGY } from '#contracts';

export interface Heard {
  readonly routingKey: string;
  readonly body: string;
}

/** A queue of the gate's own, bound to everything on the exchange of events; it goes when the gate goes. */
export class EarOnEvents {
  private constructor(
    private readonly connection: ChannelModel,
    /** Named by the broker. */
    readonly queue: string,
    readonly heard: Heard[],
  ) {}

  static async open(amqpUrl: string): Promise<EarOnEvents> {
    const connection = await connect(amqpUrl, { clientProperties: { connection_name: 'integration gate' } });
    // A lost connection shows in what was not heard.
    connection.on('error', () => undefined);
    const channel = await connection.createChannel();
    // Never declared here: the gate listens to what the system made.
    await channel.checkExchange(TOPOLOGY.exchanges.events.name);
    const { queue } = await channel.assertQueue('', { exclusive: true, autoDelete: true, durable: false });
    await channel.bindQueue(queue, TOPOLOGY.exchanges.events.name, '#');
    const heard: Heard[] = [];
    await channel.consume(queue, (message) => message && heard.push({ routingKey: message.fields.routingKey, body: message.content.toString('utf8') }), { noAck: true });
    return new EarOnEvents(connection, queue, heard);
  }

  async close(): Promise<void> {
    await this.connection.close();
  }
}
