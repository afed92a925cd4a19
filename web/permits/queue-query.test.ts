import { expect, test } from 'vitest'
import { changed, queryOf, searchOf } from './queue-query.ts'

test('a query goes into the address and comes back; what is not understood is left out', () => {
  const query = { q: 'nhà ở Trần Hưng Đạo', bucket: 'late', sort: 'newest', assignee: 'none' } as const
  expect(queryOf(searchOf(query))).toEqual(query)
  expect(queryOf('?bucket=soonish&state=received&page=7&assignee=me')).toEqual({ state: 'received' })
  expect(searchOf({})).toBe('')
})

test('what is set to nothing is gone', () => {
  expect(changed({ q: 'a', unit: '31321' }, { q: '', state: 'received' })).toEqual({ unit: '31321', state: 'received' })
})
