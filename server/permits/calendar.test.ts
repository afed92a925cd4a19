import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Bucket } from '../../scenarios/api/permits.ts'
import { clockOf } from '../../scenarios/permits/clock.ts'
import { mayDo, type PermitPast, permitEvents, permitTable } from '../../scenarios/permits/process.ts'
import { type ClockColumns, clockColumns, settingsOf } from './calendar.ts'

const settings = settingsOf({ years: [], hours: { cutOffMinutes: 1020, saturdayCutOffMinutes: 690 } })
const HOUR = 3_600_000
const iso = (ms: number) => new Date(ms).toISOString()

/** Cases as the table lets them go, at any hours of a year with Tết in it. */
const histories = fc
  .tuple(
    fc.integer({ min: 0, max: 9000 }),
    fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 200 })), { maxLength: 8 }),
  )
  .map(([hours, moves]) => {
    let at = Date.parse('2026-07-01T00:00:00Z') + hours * HOUR
    const history: PermitPast[] = [{ event: 'file', state: 'submitted', at: iso(at), to: null }]
    for (const [pick, wait] of moves) {
      const { state } = history.at(-1)!
      const events = permitEvents.filter((event) => permitTable[state][event] !== null && event !== 'withdraw')
      const event = events[pick % (events.length || 1)]
      if (!event) break
      at += wait * HOUR
      history.push({ event, state: permitTable[state][event]!, at: iso(at), to: event === 'consult' ? 'PCCC' : null })
    }
    return history
  })

/** What `bucketOf` in read.ts says in SQL. */
const bucketAt = ({ closed, paused, lateAt, soonAt }: ClockColumns, now: number): Bucket =>
  closed
    ? 'closed'
    : paused
      ? 'paused'
      : lateAt && +lateAt <= now
        ? 'late'
        : soonAt && +soonAt <= now
          ? 'soon'
          : 'ahead'

test('the columns of a case say at every later moment what its clock says', () => {
  fc.assert(
    fc.property(histories, fc.integer({ min: 0, max: 900 }), fc.boolean(), (history, hours, isHouse) => {
      const subject = { procedure: 'new', house: isHouse } as const
      const last = history.at(-1)!.at
      const columns = clockColumns(history, subject, settings, last)
      const now = Date.parse(last) + hours * HOUR
      const { bucket, due } = clockOf(history, iso(now), subject, settings)
      expect(bucketAt(columns, now)).toBe(bucket)
      if (columns.due !== null) expect(due).toBe(columns.due)
    }),
  )
})

test('the clock acts when its column says so, and not before', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const { actsAt } = clockColumns(history, { procedure: 'new', house: true }, settings, history.at(-1)!.at)
      const may = (ms: number) =>
        mayDo(history, 'clock', {
          at: iso(ms),
          calendar: settings.calendar,
          report: null,
          signed: false,
          notice: false,
          unfinished: null,
        })
      if (actsAt === null) {
        // Where all have answered, the reviewer goes on.
        expect(may(Date.parse(history.at(-1)!.at)).filter((event) => event !== 'conclude')).toEqual([])
      } else {
        expect(may(+actsAt - 1)).toEqual([])
        expect(may(+actsAt)).toHaveLength(1)
      }
    }),
  )
})
