import { stackPorts } from '../stack';
import { appDefinitions } from './app-definitions';
import { Supervisor } from './supervisor';

/** The process that `make start` leaves behind: `supervisor.cli.js STACK`. */
const supervisor = new Supervisor(appDefinitions(process.argv[2] ?? 'dev', stackPorts(process.argv[2] ?? 'dev')));

const stop = () => {
  void supervisor.stop().then(() => process.exit(0));
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
// Keeps the process alive while every service waits for its restart or has been given up.
setInterval(() => undefined, 60_000);

void supervisor.start();
