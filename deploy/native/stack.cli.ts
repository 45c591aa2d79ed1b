import { SERVER_NAMES, serverState, stackUrls, startStack, stopStack } from './index';
import type { ServerName } from './servers/server';

const USAGE = `usage: npm run stack:up -- NAME [SERVER…]     start a stack's servers (dev, test, bench or a name of yours)
       npm run stack:down -- NAME               stop them
       npm run stack:status -- NAME             show which are ready`;

async function main([verb, stack, ...servers]: string[]): Promise<number> {
  if (stack === undefined || servers.some((name) => !SERVER_NAMES.includes(name as ServerName))) {
    console.error(`${USAGE}\nservers: ${SERVER_NAMES.join(' ')}`);
    return 64;
  }
  switch (verb) {
    case 'up':
      console.log(JSON.stringify(await startStack(stack, servers.length === 0 ? {} : { servers: servers as ServerName[] }), null, 2));
      return 0;
    case 'down':
      if (!(await stopStack(stack))) console.error(`stack "${stack}" was not running`);
      return 0;
    case 'status': {
      const states = await Promise.all(SERVER_NAMES.map((name) => serverState(stack, name)));
      for (const { server, ready, detail } of states) console.log(`${server.padEnd(12)} ${ready ? `ready   ${stackUrls(stack)[server]}` : `down    ${detail ?? ''}`}`);
      return states.every(({ ready }) => ready) ? 0 : 1;
    }
    default:
      console.error(USAGE);
      return 64;
  }
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(`\n${error.message}`);
    process.exit(1);
  },
);
