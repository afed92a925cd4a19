import { expect, test } from 'vitest'
import { both } from '../../scenarios/text.ts'
import { emptyDraft } from './draft.ts'
import { createForm } from './form.tsx'

test('a fault of the value before is not shown of the next one, which is yet to be judged', () => {
  const form = createForm(emptyDraft)
  form.judge(
    new Map([
      ['site.parcel', both('thiếu', 'missing')],
      ['workTitle', both('thiếu', 'missing')],
    ]),
  )
  form.set('site.parcel', '508')
  expect([...form.now().faults.keys()]).toEqual(['workTitle'])
  expect(form.now().draft.site.parcel).toBe('508')
})

test('who listens is told of each change; a new start forgets what was left and tried', () => {
  const form = createForm(emptyDraft)
  let told = 0
  const stop = form.subscribe(() => told++)
  form.touch('workTitle')
  form.touch('workTitle')
  form.judge(new Map(), true)
  form.change((draft) => ({ ...draft, workTitle: 'Nhà' }))
  expect(told).toBe(3)
  expect(form.now()).toMatchObject({ tried: true, draft: { workTitle: 'Nhà' } })
  form.start(emptyDraft)
  stop()
  form.set('workTitle', 'x')
  expect(told).toBe(4)
  expect([form.now().touched.size, form.now().tried]).toEqual([0, false])
})
