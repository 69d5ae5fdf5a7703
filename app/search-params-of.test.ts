import { expect, test } from 'vitest';
import { searchParamsOf } from './search-params-of.ts';

test('the query of a page reads as the browser has it', () => {
  const query = { state: 'DRIFTED', kind: ['VPC', 'Switch'], edit: '', gone: undefined };
  expect(searchParamsOf(query).toString()).toBe('state=DRIFTED&kind=VPC&kind=Switch&edit=&gone=');
});
