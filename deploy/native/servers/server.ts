import type { ProcessCommand } from '../owned-process';
import type { Tool } from '../install';
import type { StackTls } from '../tls/stack-tls';
import type { PortName, StackPorts } from '../stack-ports';

export type ServerName = 'postgres' | 'rabbitmq' | 'mongo' | 'redis' | 'prometheus' | 'alertmanager' | 'postgres-exporter' | 'redis-exporter' | 'node-exporter' | AdminName;

/** User interfaces of stores, which only `WITH_ADMIN=1` starts. */
export const ADMIN_NAMES = ['pgadmin', 'mongo-express'] as const;

export type AdminName = (typeof ADMIN_NAMES)[number];

/** What one server of one stack is started with. */
export interface ServerContext {
  readonly stack: string;
  /** The server's own folder under the stack's. */
  readonly folder: string;
  readonly ports: StackPorts;
  /** Small: less memory, for suites; large: what the dev and bench stacks get. */
  readonly size: 'small' | 'large';
  readonly environment: NodeJS.ProcessEnv;
  /** Given where the stack speaks TLS: 1.3 and nothing older, on every port. */
  readonly tls?: StackTls;
  readonly say: (line: string) => void;
}

/** One kind of server: how its files are laid, how it is run, when it counts as ready. */
export interface Server {
  readonly name: ServerName;
  readonly tools: readonly Tool[];
  readonly ports: readonly PortName[];
  /** Lays the data folder and the configuration; repeated on every start. */
  prepare(context: ServerContext): Promise<void>;
  /** Called instead on a server that already runs: lays the configuration anew and has it read again. */
  refresh?(context: ServerContext): Promise<void>;
  command(context: ServerContext): ProcessCommand;
  /** Processes that must run before it, each with a pid file of its own; ended after it. */
  companions?(context: ServerContext): Readonly<Record<string, ProcessCommand>>;
  /** Called before each probe while it starts: what must be told to it before it can serve. Repeatable; may throw. */
  bootstrap?(context: ServerContext): Promise<void>;
  /** Throws while the server cannot serve yet. Changes nothing. Cheap: it is polled. */
  probe(context: ServerContext): Promise<void>;
  /** Runs once the probe passes: users, databases, replica set. Must be repeatable. */
  settle?(context: ServerContext): Promise<void>;
  readonly stopSignal: NodeJS.Signals;
  readonly stopGraceMs: number;
  readonly startTimeoutMs: number;
}
