import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applicationOf } from '../../../test/permit-application.ts'
import { changed, house } from '../../../test/permit-cases.ts'
import { ringArea } from '../../geometry.ts'
import { Problem } from '../../problem.ts'
import { noEditsWhy } from '../building-edits.ts'
import { unfinishedOf } from './completion.ts'
import { figureKinds, judge, type Measured, nothingMeasured, permittedOf } from './figures.ts'
import {
  type MatterRecord,
  type MatterStep,
  matterActors,
  matterEvents,
  matterStates,
  matterStepSchema,
  matterTable,
  mayDoMatter,
  nextMatter,
  type Order,
  openStates,
} from './matter.ts'

const application = applicationOf(house)
const permitted = permittedOf(application)
const measuredKeys = [
  'frontSetback',
  'sideSetback',
  'backSetback',
  'footprint',
  'height',
  'storeys',
  'groundLevel',
] as const

describe('figures', () => {
  test('what the permit says follows from its drawing', () => {
    const [part] = house.building.parts
    expect(permitted).toMatchObject({ height: part!.heightMetres, storeys: part!.storeys, corners: 0 })
    expect(permitted.footprint).toBeCloseTo(Math.abs(ringArea(part!.footprint)), 3)
    // Its own outline, measured to the millimetre, is where it should be.
    const outline = part!.footprint.slice(0, -1)
    const lines = judge(application, { ...nothingMeasured, outline }, null)
    const corners = lines.find(({ key }) => key === 'corners')
    expect([corners?.measured, corners?.within]).toEqual([0, true])
  })

  test.each(measuredKeys)('%s is within up to its tolerance on both sides, beyond just past it', (key) => {
    const design = permitted[key]
    if (design === null) return
    const { tolerance } = figureKinds[key]
    const within = (by: number) =>
      judge(application, { ...nothingMeasured, [key]: design + by } as Measured, null).find((line) => line.key === key)
        ?.within
    expect([within(0), within(tolerance), within(-tolerance)]).toEqual([true, true, true])
    expect([within(tolerance + 0.001), within(-tolerance - 0.001)]).toEqual([false, false])
  })

  test('an outline that was moved is as far out of place as it was moved', () => {
    const [part] = house.building.parts
    for (const by of [0.05, 0.1, 0.11, 2]) {
      const outline = part!.footprint.slice(0, -1).map(([x, y]): [number, number] => [x + by, y])
      const line = judge(application, { ...nothingMeasured, outline }, null).find(({ key }) => key === 'corners')!
      expect(line.measured).toBeCloseTo(by, 3)
      expect(line.within).toBe(by <= figureKinds.corners.tolerance)
    }
  })

  test('what was not measured is not judged', () => {
    for (const line of judge(application, nothingMeasured, null))
      expect([line.measured, line.within]).toEqual([null, null])
  })
})

describe('matters', () => {
  test('every state names every event, every state can be reached, and from each an end is in sight', () => {
    expect(Object.keys(matterTable).sort()).toEqual([...matterStates].sort())
    for (const row of Object.values(matterTable)) expect(Object.keys(row).sort()).toEqual([...matterEvents].sort())
    const from = (start: MatterRecord['state']) => {
      const reached = new Set([start])
      for (const state of reached) for (const next of Object.values(matterTable[state])) if (next) reached.add(next)
      return reached
    }
    expect([...from('recorded')].sort()).toEqual([...matterStates].sort())
    for (const state of openStates) expect([...from(state)].some((one) => !openStates.has(one))).toBe(true)
  })

  const height = (measured: number): MatterRecord['lines'] =>
    judge(application, { ...nothingMeasured, height: measured }, null)
  const beyond = height(permitted.height! + 1).filter(({ within }) => within === false)
  const recorded: MatterRecord = {
    id: '01900000-0000-7000-8000-000000000001',
    permitId: '01900000-0000-7000-8000-000000000002',
    number: '1/BB-TTXD',
    state: 'recorded',
    event: 'record',
    at: '2026-11-20T02:00:00.000Z',
    visitId: '01900000-0000-7000-8000-000000000003',
    foundAt: '2026-11-20T01:00:00.000Z',
    lines: beyond,
    order: null,
    orderNumber: null,
    due: null,
    followUpId: null,
    words: 'h',
  }
  const steps = fc.array(
    fc.record({
      event: fc.constantFrom(...matterEvents),
      role: fc.constantFrom('reviewer', 'approver', 'admin', 'citizen'),
      note: fc.constantFrom('', 'nội dung'),
      order: fc.option(fc.constant<Order>({ kinds: ['stop'], days: 7, clauses: ['Đ.67'] }), { nil: undefined }),
      days: fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
      high: fc.option(fc.constantFrom(0, 0.05, 1), { nil: undefined }),
      later: fc.boolean(),
    }),
    { maxLength: 40 },
  )

  test('whatever is tried: only who may moves it, an order has its day, and it ends remedied only where a later visit found it within', () => {
    fc.assert(
      fc.property(steps, (all) => {
        let matter = recorded
        for (const { event, role, high, later, order, days, note } of all) {
          const step: MatterStep = { event, revision: 1, note, ...(order ? { order } : {}), ...(days ? { days } : {}) }
          const visit =
            high === undefined
              ? null
              : {
                  id: '01900000-0000-7000-8000-000000000004',
                  startedAt: later ? '2026-11-21T01:00:00.000Z' : '2026-11-19T01:00:00.000Z',
                  lines: height(permitted.height! + high),
                }
          const next = nextMatter(matter, matterStepSchema.parse(step), role, '2026-11-22T02:00:00.000Z', visit)
          if (next instanceof Problem) {
            expect(next.detail.code).toMatch(/^matter\//)
            continue
          }
          expect(matterActors[event]).toContain(role)
          expect(mayDoMatter(matter.state, role)).toContain(event)
          expect(next.state).toBe(matterTable[matter.state][event])
          if (next.state === 'ordered') expect(next.due).toMatch(/^202[67]-/)
          if (event === 'met')
            expect([visit?.lines.find(({ key }) => key === 'height')?.within, later]).toEqual([true, true])
          if (!openStates.has(next.state)) expect(next.due).toBeNull()
          matter = { ...next, words: 'h', orderNumber: null }
        }
      }),
    )
  })
})

describe('completion', () => {
  const visit = (startedAt: string, measured: Partial<Measured>) => ({
    startedAt,
    measured: { ...nothingMeasured, ...measured },
  })
  const code = (...args: Parameters<typeof unfinishedOf>) => unfinishedOf(...args)?.detail.code ?? null
  const start = '2026-11-01T00:00:00.000Z'

  test('the last measure of each figure counts, whichever visit took it', () => {
    const high = visit('2026-11-02T00:00:00.000Z', { height: permitted.height! + 1 })
    const storeys = visit('2026-11-03T00:00:00.000Z', { storeys: permitted.storeys })
    const right = visit('2026-11-04T00:00:00.000Z', { height: permitted.height })
    expect(code(application, start, [], [])).toBe('permit/no-visit')
    expect(code(application, start, [visit('2026-10-01T00:00:00.000Z', {})], [])).toBe('permit/no-visit')
    expect(code(application, start, [high, storeys], [])).toBe('permit/unsettled')
    expect(code(application, start, [right, storeys, high], [])).toBeNull()
    const matter = { number: '1', lines: judge(application, high.measured, null) }
    for (const state of matterStates)
      expect(code(application, start, [high, right], [{ ...matter, state }])).toBe(
        openStates.has(state) ? 'permit/matter-open' : null,
      )
    // Closed is not accepted: it said that it was mended.
    expect(code(application, start, [high], [{ ...matter, state: 'closed' }])).toBe('permit/unsettled')
    expect(code(application, start, [high], [{ ...matter, state: 'dropped' }])).toBeNull()
  })
})

test('what changes nothing in the city says why', () => {
  const repair = applicationOf(changed(house, { procedure: 'repair' }))
  expect(noEditsWhy(application, false)).toBeNull()
  expect(noEditsWhy(application, true)?.en).toContain('specimen')
  expect(noEditsWhy(repair, false)?.en).toContain('no building')
})
