import fc from 'fast-check'
import { expect, it } from 'vitest'
import { litCity } from '../test/arbitraries/lighting.ts'
import { applyEdits, editSchema, reverseEdits } from './edit.ts'
import { lampsOfStreet, luminaireEdits, poleEdits, spacingEdits, stateEdits } from './lamp-edits.ts'

const city = litCity()
const lamps = lampsOfStreet(city, 'Trần Hưng Đạo')

it('changes the lamps of a street that are otherwise, and no others', () => {
  expect(lamps).toHaveLength(8)
  const led = { source: 'LED', powerWatts: 60, fluxLumens: 8000 } as const
  const edits = [...luminaireEdits(lamps, led), ...poleEdits(lamps, { heightMetres: 9 }), ...stateEdits(lamps, 'out')]
  expect(edits).toHaveLength(24)
  const planned = applyEdits(city, edits)
  for (const { properties } of planned.layers.lamps.values()) {
    expect(properties).toMatchObject({ ...led, heightMetres: 9, overhangMetres: 1.5, state: 'out' })
  }
  const again = lampsOfStreet(planned, 'Trần Hưng Đạo')
  expect([
    ...luminaireEdits(again, led),
    ...poleEdits(again, { heightMetres: 9 }),
    ...stateEdits(again, 'out'),
  ]).toEqual([])
  expect(applyEdits(planned, reverseEdits(edits)).layers.lamps).toEqual(city.layers.lamps)
})

it('lays a row out anew from its first pole to its last, whatever the spacing, and can be undone', () => {
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 90 }), (spacing) => {
      const edits = spacingEdits(lamps, spacing)
      for (const edit of edits) expect(editSchema.parse(edit)).toEqual(edit)
      const planned = applyEdits(city, edits)
      const xs = [...planned.layers.lamps.values()]
        .map(({ geometry }) => geometry.coordinates[0] as number)
        .sort((a, b) => a - b)
      expect([xs[0], xs.at(-1)]).toEqual([12.5, 187.5])
      expect(xs).toHaveLength(Math.max(1, Math.round(175 / spacing)) + 1)
      expect(applyEdits(planned, reverseEdits(edits)).layers.lamps).toEqual(city.layers.lamps)
    }),
  )
})

it('keeps the two sides of a street apart', () => {
  const north = lamps.map((own) => ({ ...own, id: `n${own.id}` }))
  const south = lamps.map((own) => ({
    ...own,
    id: `s${own.id}`,
    geometry: {
      type: 'Point' as const,
      coordinates: [(own.geometry.coordinates as number[])[0]!, 6] as [number, number],
    },
    properties: { ...own.properties, headingDegrees: 0 },
  }))
  const added = spacingEdits([...north, ...south], 35).flatMap((edit) =>
    edit.kind === 'lamp.new' && edit.to ? [edit.to] : [],
  )
  expect(added).toHaveLength(12)
  for (const { at, headingDegrees } of added) expect(headingDegrees).toBe(at[1] === 6 ? 0 : 180)
})
