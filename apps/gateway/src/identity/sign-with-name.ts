import type { FastifyInstance } from 'fastify';

/** Who has signed in says nothing in the name of others: `by` of a command is their own name, whatever it said. A key may speak for those who use it. */
export function signWithName(instance: FastifyInstance): void {
  instance.addHook('preHandler', ({ principal, body }, _reply, done) => {
    if (principal?.kind === 'token' && typeof body === 'object' && body !== null && 'by' in body) body.by = principal.name;
    done();
  });
}
