import type { ParentOutcome } from '#contracts';
import { defineHandler } from './define-handler';
import { tryHandler } from './try-handler';

describe('defineHandler', () => {
  it.each(['Image.Resize', '', '.a', 'a b', '1a', 'x'.repeat(65)])('refuses the type %j', (type) => {
    expect(() => defineHandler({ type, payloadSchema: {}, run: () => Promise.resolve() })).toThrow('is no job type');
  });

  it.each([
    [{ type: 'objekt' }],
    [{ type: 'object', propertys: {} }],
    [{ type: 'object', properties: { at: { type: 'string', format: 'no-such-format' } } }],
  ])('refuses the schema %j at boot, not at the first job', (payloadSchema) => {
    expect(() => defineHandler({ type: 'a.b', payloadSchema, run: () => Promise.resolve() })).toThrow('the payload schema of a.b cannot be used');
  });

  it('lets two handlers give their schemas the same $id', () => {
    const payloadSchema = { $id: 'payload', type: 'object' };
    for (const type of ['a', 'b']) expect(defineHandler({ type, payloadSchema, run: () => Promise.resolve() }).faultsOf({})).toEqual([]);
  });

  it('lists twenty faults at most', () => {
    const { faultsOf } = defineHandler({ type: 'a', payloadSchema: { type: 'object', additionalProperties: false }, run: () => Promise.resolve() });
    expect(faultsOf(Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`p${n}`, n])))).toHaveLength(20);
  });
});

describe('tryHandler', () => {
  it('shows what a handler is given and what it tells', async () => {
    const sum = defineHandler<{ readonly plus: number }>({
      type: 'sum.parents',
      payloadSchema: { type: 'object', required: ['plus'], properties: { plus: { type: 'number' } } },
      run: (ctx) => {
        ctx.log.debug('adding', { parents: ctx.parents.length });
        ctx.progress(0.5, 'half');
        ctx.progress({ done: 2, total: 2 });
        return Promise.resolve([ctx.parents.reduce((total, parent) => total + Number(parent.result), ctx.payload.plus), ctx.attempt, ctx.idempotencyKey, ctx.correlationId]);
      },
    });
    const parents: ParentOutcome[] = [1, 2].map((result) => ({ jobId: '0190f5fe-7c00-7a00-8000-000000000001', status: 'COMPLETED', result }));
    expect(await tryHandler(sum, { plus: 10 }, { parents, attempt: 2, idempotencyKey: 'k', correlationId: 'c' })).toEqual({
      outcome: { kind: 'succeeded', result: [13, 2, 'k', 'c'] },
      lines: [{ level: 'debug', text: 'adding', facts: { parents: 2 } }],
      progress: [{ value: 0.5, message: 'half' }, { value: { done: 2, total: 2 } }],
    });
  });
});
