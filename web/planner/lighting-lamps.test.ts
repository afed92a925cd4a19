import { expect, it } from 'vitest'
import { cityInput, luminaireOf, pointsAt } from '../../test/arbitraries/lighting.ts'
import { nightLamps } from './lighting-lamps.ts'

const luminaire = luminaireOf(() => 100, { id: 'hps' })
const lamps = [
  { x: 0, y: 0, flux: 8000 },
  { x: 20, y: 0, flux: 8000, working: false },
  { x: 40, y: 0, flux: 6000, height: 10, schedule: 1 },
]
const input = (hour: number | null) =>
  cityInput(luminaire, lamps, pointsAt([[0, 0]]), {
    hour,
    schedules: [
      [{ fromHour: 18, output: 1 }],
      [
        { fromHour: 6, output: 0 },
        { fromHour: 18, output: 1 },
        { fromHour: 23, output: 0.5 },
      ],
    ],
  })
const shown = (hour: number | null) => nightLamps({ input: input(hour), lampIds: ['a', 'b', 'new:lamp/c'] })

it('gives the light of the hour: dimmed, by day none; lamps that are out are marked and give none', () => {
  expect([...shown(null).lumens]).toEqual([8000, 0, 6000])
  expect([...shown(23.5).lumens]).toEqual([8000, 0, 3000])
  expect([...shown(12).lumens]).toEqual([8000, 0, 0])
  expect([...shown(12).out]).toEqual([0, 1, 0])
  expect([...shown(12).planned]).toEqual([0, 0, 1])
  expect([...shown(12).sodium]).toEqual([1, 1, 1])
  expect([...shown(12).height]).toEqual([8, 8, 10])
})
