import fc from 'fast-check'
import { expect, test } from 'vitest'
import { permitCases } from '../../test/arbitraries/permits.ts'
import { applicationOf } from '../../test/permit-application.ts'
import { changed, house } from '../../test/permit-cases.ts'
import { canonicalJson } from '../canonical.ts'
import { differences } from './application-diff.ts'

const application = applicationOf(house)

test('each field that was changed is told once, with both of its values; outlines as drawn', () => {
  const [part] = house.building.parts
  const moved = part!.footprint.map(([x, y]): [number, number] => [x, y + 1])
  const after = {
    ...application,
    colour: 'xanh',
    check: changed(application.check, {
      building: { groundLevelMetres: 2.5, parts: [{ ...part!, storeys: part!.storeys + 1, footprint: moved }] },
    }),
  }
  expect(differences(application, after)).toEqual(
    expect.arrayContaining([
      { path: 'colour', before: application.colour, after: 'xanh', drawn: false },
      { path: 'check.building.parts.0.storeys', before: part!.storeys, after: part!.storeys + 1, drawn: false },
      { path: 'check.building.parts.0.footprint', before: 4, after: 4, drawn: true },
    ]),
  )
  expect(differences(application, after)).toHaveLength(4)
  expect(differences(application, application)).toEqual([])
})

test('nothing is told of what is the same, and something of whatever is not', () => {
  fc.assert(
    fc.property(permitCases, permitCases, (a, b) => {
      const [before, after] = [applicationOf(a), applicationOf(b)]
      const found = differences(before, after)
      expect(found.length === 0).toBe(canonicalJson(before) === canonicalJson(after))
      expect(new Set(found.map(({ path }) => path)).size).toBe(found.length)
      const back = differences(after, before)
      expect(back.map(({ path }) => path).toSorted()).toEqual(found.map(({ path }) => path).toSorted())
    }),
  )
})
