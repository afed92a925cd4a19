import { expect, test } from 'vitest'
import { warning } from '../test/warning.ts'
import { inForce } from './warning-words.ts'
import { warningSchema } from './warnings.ts'

const pathsOf = (more: Parameters<typeof warning>[0]) => {
  const parsed = warningSchema.safeParse(warning(more))
  return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('.'))
}

test('a warning ends by itself, says what it rests on, and is no real one where its data are generated', () => {
  expect(pathsOf({})).toEqual([])
  expect(pathsOf({ expires: '2026-11-26T00:00:00Z' })).toEqual(['expires'])
  expect(pathsOf({ expires: '2026-12-26T00:00:00Z' })).toEqual(['expires'])
  expect(pathsOf({ illustrative: true })).toEqual(['status'])
  expect(pathsOf({ illustrative: true, status: 'Exercise' })).toEqual([])
  expect(pathsOf({ msgType: 'Update' })).toEqual(['references'])
  expect(pathsOf({ references: ['vt.1'] })).toEqual(['references'])
  expect(pathsOf({ id: 'a b' })).toEqual(['id'])
  const open = [[105.4, 9.7] as const, [105.5, 9.7] as const, [105.5, 9.8] as const, [105.4, 9.8] as const]
  const areas = [
    { title: { vi: 'P', en: 'W' }, polygons: [open.map(([x, y]): [number, number] => [x, y])], unitCodes: [] },
  ]
  expect(pathsOf({ areas })).toEqual(['areas.0.polygons.0'])
})

test('in force: from when it is sent until it is over, cancelled or updated; real ones first, then the worst, then the newest', () => {
  const warnings = [
    warning({ id: 'test', status: 'Test', severity: 'Extreme' }),
    warning({ id: 'minor', severity: 'Minor' }),
    warning({ id: 'old', severity: 'Severe' }),
    warning({ id: 'new', severity: 'Severe', sent: '2026-11-26T02:00:00Z' }),
    warning({ id: 'updated' }),
    warning({
      id: 'update',
      msgType: 'Update',
      references: ['updated'],
      sent: '2026-11-26T03:00:00Z',
      severity: 'Extreme',
    }),
    warning({ id: 'cancelled' }),
    warning({ id: 'cancel', msgType: 'Cancel', references: ['cancelled'], sent: '2026-11-26T04:00:00Z' }),
  ]
  const ids = (now: string) => inForce(warnings, now).map(({ id }) => id)
  expect(ids('2026-11-26T00:59:59Z')).toEqual([])
  expect(ids('2026-11-26T05:00:00Z')).toEqual(['update', 'new', 'old', 'minor', 'test'])
  // Before it was updated, it held.
  expect(ids('2026-11-26T02:30:00Z')).toContain('updated')
  expect(ids('2026-11-26T13:00:00Z')).toEqual([])
})
