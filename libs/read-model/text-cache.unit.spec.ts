import { BSON } from 'mongodb';
import { TextCache } from './text-cache';

describe('texts of documents that were read lately', () => {
  const raw = (document: object): Buffer => Buffer.from(BSON.serialize(document));
  const made: string[] = [];
  const cache = (maxBytes = 10_000): TextCache => {
    made.length = 0;
    return new TextCache((bytes) => {
      const text = JSON.stringify(BSON.deserialize(bytes));
      made.push(text);
      return text;
    }, maxBytes);
  };

  it('are made once for the same bytes, wherever these stand', () => {
    const texts = cache();
    const document = raw({ _id: 'ä', version: 1 });
    expect([texts.text(document), texts.text(Buffer.from(document))]).toEqual(['{"_id":"ä","version":1}', '{"_id":"ä","version":1}']);
    expect(made).toHaveLength(1);
  });

  it('are made anew when anything in the document is another', () => {
    const texts = cache();
    for (const document of [{ _id: 'a', version: 1 }, { _id: 'a', version: 2 }, { _id: 'a', version: 1 }, { _id: 'a', more: 1 }]) expect(texts.text(raw(document))).toBe(JSON.stringify(document));
    expect(made).toHaveLength(4);
  });

  it('are forgotten, the least lately read first, when they are too many', () => {
    const texts = cache(200);
    for (let n = 0; n < 10; n++) texts.text(raw({ _id: `a${n}`, version: 1 }));
    texts.text(raw({ _id: 'a9', version: 1 }));
    expect(made).toHaveLength(10);
    texts.text(raw({ _id: 'a0', version: 1 }));
    expect(made).toHaveLength(11);
  });
});
