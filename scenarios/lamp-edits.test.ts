import fc from 'fast-check'
import { expect, it } from 'vitest'
import { litCity } from '../test/arbitraries/lighting.ts'
import { applyEdits, type Edit, editSchema, lampOf, reverseEdits, squash } from './edit.ts'
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

it('takes edits of a lamp that the plan itself brings, as part of bringing it', () => {
  const [first] = lamps
  const target = 'new:lamp/0123456789ab'
  const { provenance: _, ...own } = lampOf(first!)
  const bring: Extract<Edit, { kind: 'lamp.new' }> = {
    kind: 'lamp.new',
    target,
    from: null,
    to: { ...own, at: [60, 4], number: '+1' },
  }
  const led = { source: 'LED', powerWatts: 120, fluxLumens: 15_600 } as const
  const brought = (edits: Edit[]) => [applyEdits(city, edits).layers.lamps.get(target)!]
  const log: Edit[] = [bring]
  for (const next of [
    (): Edit[] => poleEdits(brought(log), { heightMetres: 11, tiltDegrees: 0 }),
    () => luminaireEdits(brought(log), led),
    () => stateEdits(brought(log), 'out'),
  ]) {
    log.push(...next())
    expect(applyEdits(city, squash(log)).layers.lamps).toEqual(applyEdits(city, log).layers.lamps)
  }
  expect(squash(log)).toEqual([
    { ...bring, to: { ...bring.to, heightMetres: 11, tiltDegrees: 0, ...led, state: 'out' } },
  ])
  const away: Edit = { kind: 'lamp.new', target, from: lampOf(brought(log)[0]!), to: null }
  expect(squash([...log, away])).toEqual([])
  expect(applyEdits(city, [...log, away]).layers.lamps).toEqual(city.layers.lamps)
})
