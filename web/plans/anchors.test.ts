import { expect, test } from 'vitest'
import type { PlanComment } from '../../scenarios/api/plans.ts'
import { type Edit, slotOf } from '../../scenarios/edit.ts'
import { lineOf, placeOfAnchor, threadsOf } from './anchors.ts'

const closed = (target: string): Edit => ({ kind: 'road.state', target, from: 'open', to: 'closed' })
const comment = (id: string, at: string, change: Partial<PlanComment> = {}): PlanComment => ({
  id,
  submission: 1,
  party: 'staff',
  replyTo: null,
  anchor: null,
  text: id,
  at: `2026-01-01T00:00:${at}.000Z`,
  author: '',
  contact: '',
  resolved: null,
  state: 'shown',
  reason: '',
  answer: null,
  ...change,
})

test('an anchor finds the line whose edits have its slot', () => {
  const lines = [[closed('r0')], [closed('r1'), closed('r2')]] as const
  expect(lineOf({ slot: slotOf(closed('r2')) }, lines)).toBe(1)
  expect(lineOf({ slot: 'road.state r9' }, lines)).toBe(-1)
  expect(lineOf({ x: 1, y: 2 }, lines)).toBe(-1)
  expect(lineOf(null, lines)).toBe(-1)
  expect(placeOfAnchor({ x: 1, y: 2 })).toEqual([1, 2])
  expect(placeOfAnchor({ slot: 'x' })).toBeNull()
})

test('threads come as they began, with their replies; the public’s are none', () => {
  const threads = threadsOf([
    comment('reply', '05', { replyTo: 'a' }),
    comment('b', '03'),
    comment('a', '01'),
    comment('first reply', '02', { replyTo: 'a' }),
    comment('citizen', '00', { party: 'public' }),
  ])
  expect(threads.map(({ first }) => first.id)).toEqual(['a', 'b'])
  expect(threads[0]!.replies.map(({ id }) => id)).toEqual(['first reply', 'reply'])
})
