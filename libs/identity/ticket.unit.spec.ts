import { parseTicketKeys, TicketSigner } from './ticket';

const [OLD, NEW] = [{ kid: 'old', secret: 'o'.repeat(32) }, { kid: 'new', secret: 'n'.repeat(32) }];
const CLAIMS = { tenantId: 'acme', method: 'POST', path: '/v1/jobs', bodySha256: 'ab'.repeat(32), issuedAtMs: 1_000, expiresAtMs: 2_000, issuer: 'key' };

describe('a ticket', () => {
  it('says what it was made for, to whoever has the key', () => {
    const { text, ticket } = new TicketSigner([OLD]).sign(CLAIMS);
    expect(new TicketSigner([OLD]).read(text)).toEqual({ kind: 'ticket', ticket });
    expect(ticket).toMatchObject(CLAIMS);
    expect(new TicketSigner([OLD]).sign(CLAIMS).ticket.id).not.toBe(ticket.id);
  });

  it('outlives a change of keys, until its key is gone', () => {
    const { text } = new TicketSigner([OLD]).sign(CLAIMS);
    expect(new TicketSigner([NEW, OLD]).read(text).kind).toBe('ticket');
    expect(new TicketSigner([NEW, OLD]).sign(CLAIMS).text).toContain('jt.new.');
    expect(new TicketSigner([NEW]).read(text)).toEqual({ kind: 'refused', why: 'unknown_key' });
  });

  it('is refused with any character changed, cut off or put in', () => {
    const signer = new TicketSigner([OLD]);
    const { text } = signer.sign(CLAIMS);
    for (let i = 0; i < text.length; i++) {
      // Of the last character of a MAC in base64url the lowest two bits say nothing.
      const other = i === text.length - 1 ? String.fromCharCode(text.charCodeAt(i) === 65 ? 81 : 65) : text[i] === 'A' ? 'B' : 'A';
      for (const changed of [text.slice(0, i) + other + text.slice(i + 1), text.slice(0, i), text.slice(0, i) + 'A' + text.slice(i)]) if (changed !== text) expect(signer.read(changed).kind).toBe('refused');
    }
    for (const junk of ['', 'jt', 'jt...', `${text} `, 'x'.repeat(10_000)]) expect(signer.read(junk)).toEqual({ kind: 'refused', why: 'malformed' });
  });

  it('is refused when another key under the same name has made it', () => {
    const { text } = new TicketSigner([{ ...OLD, secret: 'x'.repeat(32) }]).sign(CLAIMS);
    expect(new TicketSigner([OLD]).read(text)).toEqual({ kind: 'refused', why: 'forged' });
  });
});

it('keys of tickets are read, or refused as a whole', () => {
  expect(parseTicketKeys(`old:${'o'.repeat(32)}, new:${'n'.repeat(32)}`)).toEqual([OLD, NEW]);
  for (const text of ['', 'old', 'old:short', `:${'o'.repeat(32)}`, `a:${'o'.repeat(32)},`, `a:${'o'.repeat(32)},a:${'n'.repeat(32)}`]) expect(parseTicketKeys(text)).toBeUndefined();
});
