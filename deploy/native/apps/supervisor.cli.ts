import { join } from 'node:path';
import { rotateLogs } from '../log-rotation';
import { stackFolder } from '../project';
import { stackPorts } from '../stack';
import { appDefinitions } from './app-definitions';
import { Supervisor } from './supervisor';

/** At 300 lines a second, the most that a service writes, a log grows by 5 MB in between. */
const ROTATE_EVERY_MS = 30_000;

/** The process that `make start` leaves behind: `supervisor.cli.js STACK`. */
const supervisor = new Supervisor(appDefinitions(process.argv[2] ?? 'dev', stackPorts(process.argv[2] ?? 'dev')));

const stop = () => {
  void supervisor.stop().then(() => process.exit(0));
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
// Every log of the stack, those of the servers as well. It also keeps the process alive while every service waits for its restart or has been given up.
const rotate = () => void rotateLogs(join(stackFolder(process.argv[2] ?? 'dev'), 'logs'));
rotate();
setInterval(rotate, ROTATE_EVERY_MS);

void supervisor.start();
