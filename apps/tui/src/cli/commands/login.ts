import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { SignInRefused } from '../../data/session-file';
import { sessionFile, tokenGiven } from '../../tui.env';
import type { Cli } from '../cli';
import type { Context } from '../context';
import { EXIT, type ExitCode } from '../exit-codes';

interface LoginFlags {
  readonly name?: string;
  readonly tenant?: string;
}

/** Signing in and out at this terminal. */
export function addLogin({ program, does }: Cli): void {
  program
    .command('login')
    .description('sign in; further commands are sent as you. The password is asked for, or read from standard input')
    .option('--name <name>', 'your name; asked for when absent')
    .option('--tenant <tenant>', 'your tenant (default: default)')
    .action(does((context, options: LoginFlags) => login(context, options)));
  program
    .command('logout')
    .description('end the session of this terminal')
    .action(
      does(async (context) => {
        context.note((await sessionFile().logout()) ? 'signed out' : 'nobody is signed in');
      }),
    );
  program
    .command('tenant')
    .description('the tenants that you are of; with a name, the one to work in from now on')
    .argument('[tenant]', 'one of them')
    .action(does(async (context, tenant?: string) => (tenant === undefined ? listTenants(context) : enter(context, tenant))));
}

function listTenants(context: Context): ExitCode {
  const stored = sessionFile().read();
  if (stored === undefined) {
    context.note('error: nobody is signed in: observatory login');
    return EXIT.failed;
  }
  const { tenants = [stored.tenantId], tenantId, name } = stored;
  context.answer({ name, tenantId, tenants }, () => tenants.map((tenant) => [{ text: `${tenant === tenantId ? '*' : ' '} ${tenant}` }]));
  return EXIT.ok;
}

async function enter(context: Context, tenant: string): Promise<ExitCode> {
  try {
    const { name, tenantId } = await sessionFile().enter(tenant);
    context.note(`in the tenant ${tenantId}, as ${name}`);
    return EXIT.ok;
  } catch (error) {
    return refused(context, error);
  }
}

async function login(context: Context, { name: given, tenant }: LoginFlags): Promise<ExitCode> {
  const name = given ?? (await ask('Name: ', false));
  const password = await ask('Password: ', true);
  try {
    const stored = await sessionFile().login(context.platform.settings.gatewayUrl, tenant, name, password);
    context.note(`signed in as ${stored.name} of the tenant ${stored.tenantId}`);
    if (tokenGiven()) context.note('OBSERVATORY_TOKEN is set, and goes before this session.');
    return EXIT.ok;
  } catch (error) {
    return refused(context, error);
  }
}

function refused(context: Context, error: unknown): ExitCode {
  if (!(error instanceof SignInRefused)) throw error;
  context.note(`error: ${error.message}`);
  return EXIT.failed;
}

/** A line of somebody at the terminal, or of a pipe. What is secret is not shown as it is typed. */
async function ask(question: string, secret: boolean): Promise<string> {
  const shown = process.stdin.isTTY;
  if (shown) process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: secret ? nowhere : process.stderr, terminal: shown });
  try {
    const [line] = await Promise.race([new Promise<[string]>((resolve) => reader.once('line', (text) => resolve([text]))), new Promise<[string]>((resolve) => reader.once('close', () => resolve([''])))]);
    return line;
  } finally {
    reader.close();
    if (shown && secret) process.stderr.write('\n');
  }
}
