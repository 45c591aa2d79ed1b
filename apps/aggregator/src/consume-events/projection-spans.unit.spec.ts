import { projectionSpans } from './projection-spans';

describe('the spans of a projection', () => {
  it('are none where nothing is recorded, whatever the events say of themselves', () => {
    const end = projectionSpans([{ traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' } as never]);
    expect(() => end('not_projected')).not.toThrow();
  });
});
