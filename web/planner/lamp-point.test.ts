import { expect, it } from 'vitest'
import { applyEdits, editSchema, reverseEdit } from '../../scenarios/edit.ts'
import { litCity } from '../../test/arbitraries/lighting.ts'
import type { StageKerb } from '../stage/index.ts'
import { firstPole, pointEdit } from './lamp-point.ts'

const city = litCity()
const road = city.layers.roads.get('r0')!
const luminaire = { source: 'LED', powerWatts: 80, fluxLumens: 10_400 } as const
const kerb: StageKerb = { at: [60, 4.5], headingDegrees: 180, road }

it('is one edit that stands where the click fell, looks at its street and can be undone', () => {
  const edit = pointEdit(kerb, { ...firstPole, heightMetres: 9 }, luminaire, [])!
  expect(editSchema.parse(edit)).toEqual(edit)
  expect(edit.to).toMatchObject({ at: [60, 4.5], headingDegrees: 180, heightMetres: 9, ...luminaire, number: '+1' })
  expect(edit.to.street).toBe(road.properties.name)
  const planned = applyEdits(city, [edit])
  expect(planned.layers.lamps.get(edit.target)?.provenance).toBe('planned')
  expect(applyEdits(planned, [reverseEdit(edit)]).layers.lamps).toEqual(city.layers.lamps)
  // Two at one place are two lamps, counted on.
  const second = pointEdit(kerb, firstPole, luminaire, [edit])!
  expect(second.target).not.toBe(edit.target)
  expect(second.to.number).toBe('+2')
})

it('is none where the pole cannot be', () => {
  expect(pointEdit(kerb, { ...firstPole, heightMetres: 0 }, luminaire, [])).toBeNull()
  expect(pointEdit(kerb, { ...firstPole, tiltDegrees: Number.NaN }, luminaire, [])).toBeNull()
})
