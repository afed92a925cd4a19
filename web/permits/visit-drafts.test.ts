import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nothingMeasured } from '../../scenarios/permits/control/figures.ts'
import type { NewVisit } from '../../scenarios/permits/control/visit.ts'
import { Problem } from '../../scenarios/problem.ts'
import { offlineProblem } from '../shared/api.ts'
import { type DraftStore, outlineOf, type Sender, sendDraft, type VisitDraft } from './visit-drafts.ts'

const { outline: _, ...measured } = nothingMeasured
const photo = (n: number) => ({ name: `${n}.jpg`, blob: new Blob([`${n}`]), caption: `ảnh ${n}` })
const draft: VisitDraft = {
  id: '0190f3a0-0000-4000-8000-00000000000a',
  permitId: '0190f3a0-0000-4000-8000-00000000000b',
  code: 'H13',
  userId: 'a',
  savedAt: '2026-11-25T03:30:00.000Z',
  waiting: true,
  purpose: 'progress',
  started: '2026-11-25T10:30',
  ended: '2026-11-25T10:10',
  inspector: 'Lê Văn Sáu',
  title: '',
  owner: '',
  position: null,
  measured: { ...measured, height: 9.5 },
  corners: '',
  remarks: '',
  conclusion: 'Đang xây',
  photos: [photo(1), photo(2)],
  problem: null,
}

/** A server that keeps by id, and a line that breaks where it is told to. */
function world(breaks: readonly boolean[]) {
  const kept = new Map<string, VisitDraft>([[draft.id, draft]])
  const visits = new Map<string, NewVisit>()
  let calls = 0
  const line = <T>(answer: () => T): T => {
    const broken = breaks[calls++] ?? false
    // Half of the breaks come after the server has done it.
    if (broken && calls % 2 === 0) answer()
    if (broken) throw offlineProblem('x')
    return answer()
  }
  const store: DraftStore = {
    all: async () => [...kept.values()],
    put: async (one) => void kept.set(one.id, one),
    remove: async (id) => void kept.delete(id),
  }
  const sender: Sender = {
    addPhoto: async (_id, file) =>
      line(() => ({ hash: Number(file.name[0]).toString(16).padStart(64, '0'), place: null, takenAt: null })),
    addVisit: async (_id, visit) =>
      line(() => {
        visits.set(visit.id, visits.get(visit.id) ?? visit)
        return { visits: [], matters: [], changes: [], noChanges: null, unfinished: null, mayVisit: true }
      }),
  }
  return { kept, visits, store, sender }
}

test('however often the line breaks, a visit is never lost and never there twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 30 }), async (breaks) => {
      const { kept, visits, store, sender } = world(breaks)
      for (let tries = 0; kept.size > 0; tries++) {
        const [one] = await store.all()
        expect(one!.waiting).toBe(true)
        const answer = await sendDraft(one!, store, sender)
        expect(answer === null).toBe(kept.size > 0)
        expect(tries).toBeLessThan(40)
      }
      expect([...visits.keys()]).toEqual([draft.id])
      const [visit] = visits.values()
      expect(visit).toMatchObject({ startedAt: '2026-11-25T03:30:00.000Z', endedAt: '2026-11-25T03:30:00.000Z' })
      expect(Object.values(visit!.words.captions)).toEqual(['ảnh 1', 'ảnh 2'])
    }),
  )
})

test('what the server refuses stays here with its reason, and waits for a person', async () => {
  const { kept, store, sender } = world([])
  const refused = new Problem({ code: 'visit/times', message: { vi: 'sai', en: 'wrong' } })
  await expect(sendDraft(draft, store, { ...sender, addVisit: async () => Promise.reject(refused) })).rejects.toBe(
    refused,
  )
  expect(kept.get(draft.id)).toMatchObject({ waiting: false, problem: { code: 'visit/times' } })
})

test('corners are X and Y as surveyors write them; what does not close is none', () => {
  expect(outlineOf('')).toBeNull()
  expect(outlineOf('1082000 551000\n1082000 551005\n1082010 551005\n1082010 551000')).toEqual([
    [551000, 1082000],
    [551005, 1082000],
    [551005, 1082010],
    [551000, 1082010],
  ])
  expect(outlineOf('1082000 551000\n1082000 551005')).toBeNull()
})
