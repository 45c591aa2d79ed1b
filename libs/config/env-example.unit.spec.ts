import { type EnvSpec, loadEnv, renderEnvExample } from '.';

const SPEC = {
  LEVEL: { type: 'enum', values: ['low', 'high'], default: 'low', description: 'how much' },
  PORT: { type: 'integer', min: 1, max: 9, default: 5, description: 'where' },
  SHARE: { type: 'number', min: 0, default: 0.5, description: 'how much of it' },
  MOST: { type: 'number', max: 3, optional: true, description: 'at most' },
  ANY: { type: 'integer', optional: true, description: 'any' },
  ROLES: { type: 'list', values: ['a', 'b'], default: ['a', 'b'], description: 'roles' },
  TAGS: { type: 'list', optional: true, description: 'tags' },
  LOUD: { type: 'boolean', default: false, description: 'loud' },
  STORE: { type: 'url', protocols: ['x', 'y'], secret: true, description: 'the store' },
  SITE: { type: 'url', optional: true, description: 'the site' },
  NAME: { type: 'string', optional: true, pattern: /^[a-z]+$/, description: 'the name' },
  TEXT: { type: 'string', default: 'hello', description: 'words' },
  SHAPE: { type: 'json', read: (json) => json, default: { a: 1 }, description: 'the shape' },
} as const satisfies EnvSpec;

describe('renderEnvExample', () => {
  it('says of each variable what it means, what it may be, and its default', () => {
    expect(renderEnvExample(['generated'], [{ title: 'one', spec: SPEC }])).toBe(`# generated

# ---- one ----

# how much (one of low, high)
#LEVEL=low

# where (whole number from 1 to 9)
#PORT=5

# how much of it (number of at least 0)
#SHARE=0.5

# at most (number of at most 3; optional)
#MOST=

# any (whole number; optional)
#ANY=

# roles (comma separated list of a, b)
#ROLES=a,b

# tags (comma separated list; optional)
#TAGS=

# loud (true or false)
#LOUD=false

# the store (URL with the scheme x or y; secret; required)
#STORE=

# the site (URL; optional)
#SITE=

# the name (text matching ^[a-z]+$; optional)
#NAME=

# words (text)
#TEXT=hello

# the shape (JSON)
#SHAPE={"a":1}
`);
  });

  it('writes defaults that load back to themselves', () => {
    const assignments = [...renderEnvExample([], [{ title: 'one', spec: SPEC }]).matchAll(/^#([A-Z]+)=(.*)$/gm)].map(([, name, value]) => [name, value]);
    const source = Object.fromEntries(assignments) as Record<string, string>;
    expect(loadEnv(SPEC, { ...source, STORE: 'x://s' })).toEqual(loadEnv(SPEC, { STORE: 'x://s' }));
  });
});
