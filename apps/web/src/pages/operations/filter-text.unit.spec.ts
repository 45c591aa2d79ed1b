import { filterText } from './filter-text';

it('an operation says which jobs it is about', () => {
  expect([{}, { ids: ['a'] }, { ids: ['a', 'b'] }, { state: 'FAILED', tag: 'blue', queue: undefined }].map((filter) => filterText(filter as never))).toEqual([
    'all jobs', 'one chosen job', '2 chosen jobs', 'state:FAILED tag:blue',
  ]);
});
