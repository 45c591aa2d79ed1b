import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { stacksFolder } from '../project';
import { MONGO_EXPRESS_USER, passwords } from './admin-login';
import type { Server } from './server';

const run = promisify(execFile);

/** The last release that a registry has whole: 1.0.1 and later name sources outside of it, and the candidates of 1.1 come without their built assets. */
const VERSION = '1.0.0';

/** Beside the project, not among its dependencies: what it drags in is nobody else's business. */
const home = () => join(stacksFolder(), 'tools', `mongo-express-${VERSION}`);
const program = () => join(home(), 'node_modules', 'mongo-express', 'app.js');

async function install(say: (line: string) => void): Promise<void> {
  if (existsSync(join(home(), 'complete'))) return;
  rmSync(home(), { recursive: true, force: true });
  mkdirSync(home(), { recursive: true });
  say(`installing mongo-express ${VERSION} (60 MB, once)`);
  writeFileSync(join(home(), 'package.json'), '{"private":true}');
  await run('npm', ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--save-exact', `mongo-express@${VERSION}`], { cwd: home(), maxBuffer: 64 * 1024 * 1024 });
  writeFileSync(join(home(), 'complete'), '');
}

/** MongoDB as mongo-express shows it: nothing can be written there, for what is written is made again from the log. */
export const mongoExpressServer: Server = {
  name: 'mongo-express',
  tools: [],
  ports: ['mongoExpress'],
  stopSignal: 'SIGTERM',
  stopGraceMs: 10_000,
  startTimeoutMs: 60_000,

  async prepare(context) {
    await install(context.say);
  },

  command: (context) => ({
    file: process.execPath,
    args: [program()],
    // Not where a config.js or a .env of somebody else lies.
    cwd: context.folder,
    env: {
      PATH: context.environment['PATH'],
      VCAP_APP_HOST: '127.0.0.1',
      PORT: String(context.ports.mongoExpress),
      ME_CONFIG_MONGODB_URL: `mongodb://127.0.0.1:${context.ports.mongo}/?replicaSet=rs0`,
      ME_CONFIG_MONGODB_ENABLE_ADMIN: 'true',
      ME_CONFIG_OPTIONS_READONLY: 'true',
      ME_CONFIG_BASICAUTH_USERNAME: MONGO_EXPRESS_USER,
      ME_CONFIG_BASICAUTH_PASSWORD: passwords(context.environment).MONGO_EXPRESS_PASSWORD,
      ME_CONFIG_SITE_COOKIESECRET: randomBytes(18).toString('hex'),
      ME_CONFIG_SITE_SESSIONSECRET: randomBytes(18).toString('hex'),
    },
  }),

  /** Asking for the password is an answer, too. */
  async probe(context) {
    const { status } = await fetch(`http://127.0.0.1:${context.ports.mongoExpress}/`, { signal: AbortSignal.timeout(2_000) });
    if (status !== 401) throw new Error(`mongo-express answered ${status} instead of asking for its password`);
  },
};
