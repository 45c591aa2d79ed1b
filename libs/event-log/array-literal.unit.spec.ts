import { jsonArray, plainArray, textArray } from './array-literal';

describe('array literals', () => {
  it('leave numbers, names and ids bare, and spell what is absent', () => {
    expect(plainArray([1, true, 'QUEUED', null, undefined])).toBe('{1,true,QUEUED,NULL,NULL}');
    expect(plainArray([])).toBe('{}');
  });

  it('quote texts that the syntax could misread', () => {
    expect(textArray(['plain.name-1', 'NULL', 'null', '', 'a b', 'say "hi"', 'back\\slash', '{x,y}', 'ü', null])).toBe(
      '{plain.name-1,"NULL","null","","a b","say \\"hi\\"","back\\\\slash","{x,y}","ü",NULL}',
    );
  });

  it('do not let a NUL fail the whole statement', () => {
    expect(textArray(['a\0b'])).toBe('{"a\uFFFDb"}');
  });

  it('quote JSON texts once more as JSON', () => {
    expect(jsonArray([JSON.stringify({ a: 'x"y\\z\n' }), undefined])).toBe('{"{\\"a\\":\\"x\\\\\\"y\\\\\\\\z\\\\n\\"}",NULL}');
  });
});
