import { environmentOf } from '../servers';
import { startTestServers } from '../test-servers';

/** Runs once per level before its first spec; the workers inherit the variables. */
export default async function globalSetup(): Promise<void> {
  Object.assign(process.env, environmentOf(await startTestServers()));
}
