import { fieldsOf, payloadOf } from './schema-fields';

const schema = {
  type: 'object',
  required: ['to', 'copies'],
  properties: { subject: { type: 'string', title: 'Subject' }, to: { type: 'string' }, copies: { type: 'integer' }, urgent: { type: 'boolean' }, format: { enum: ['pdf', 2] }, extra: { type: 'object' } },
};
const fields = fieldsOf(schema);

it('asks first for what must be there', () => {
  expect(fields.map(({ name, kind, required }) => [name, kind, required])).toEqual([
    ['to', 'text', true], ['copies', 'integer', true], ['subject', 'text', false], ['urgent', 'boolean', false], ['format', 'choice', false], ['extra', 'json', false],
  ]);
});

it('makes the payload that was meant, and leaves out what is empty', () => {
  expect(payloadOf(fields, { to: 'a@b', copies: '2', subject: '', urgent: true, format: '2', extra: '{"a":[1]}' })).toEqual({ to: 'a@b', copies: 2, urgent: true, format: 2, extra: { a: [1] } });
});

it.each([[{ copies: '1' }, 'to is missing.'], [{ to: 'x', copies: '1.5' }, 'copies is no whole number.'], [{ to: 'x', copies: '1', extra: '{' }, 'extra is no JSON.']])('says what is wrong with %j', (values, message) => {
  expect(() => payloadOf(fields, values)).toThrow(message);
});
