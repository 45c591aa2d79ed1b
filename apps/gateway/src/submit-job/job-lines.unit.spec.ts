import { ApiError } from '#http';
import { JobLines } from './job-lines';

const read = (text: string | Buffer, most = 10) => new JobLines(Buffer.from(text)).read(most);
const codeOf = (text: string) => read(text).map(({ line, read: found }) => [line, 'error' in found ? found.error.code : found.request.type]);

describe('jobs in NDJSON', () => {
  it('are read line by line; empty lines count and are left out', () => {
    expect(codeOf('{"type":"a"}\n\n  \r\n{"type":"b"}\r\n')).toEqual([[1, 'a'], [4, 'b']]);
    expect(new JobLines(Buffer.from('{"type":"ä"}')).size).toBe(13);
  });

  it('are refused each for itself, with the number of the line', () => {
    expect(codeOf('{"type":"a"}\n{"type":\n[]\n{"type":"a","x":1}\n{"type":"b"}')).toEqual([[1, 'a'], [2, 'malformed_json'], [3, 'validation_failed'], [4, 'validation_failed'], [5, 'b']]);
  });

  it('set nobody’s prototype, however they spell it', () => {
    for (const payload of ['{"__proto__":{"x":1}}', '{"\\u005f_proto__":{}}', '{"constructor":{"prototype":{}}}', '{"a":{"__proto__":1}}']) expect(codeOf(`{"type":"a","payload":${payload}}`)).toEqual([[1, 'malformed_json']]);
    for (const payload of ['{"constructor":"Bauer"}', '{"a":"\\u00e4"}', '{"a":"__proto__"}']) expect(codeOf(`{"type":"a","payload":${payload}}`)).toEqual([[1, 'a']]);
  });

  it('are refused as a whole when there are none, too many, or bytes that are no text', () => {
    for (const text of ['', '\n\n', '{"type":"a"}\n'.repeat(3)]) expect(() => read(text, 2)).toThrow(ApiError);
    expect(read('{"type":"a"}\n'.repeat(2), 2)).toHaveLength(2);
    expect(() => read(Buffer.from([0x7b, 0xff, 0x7d]))).toThrow(expect.objectContaining({ code: 'malformed_json' }) as Error);
  });
});
