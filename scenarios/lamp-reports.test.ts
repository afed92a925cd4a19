import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { feature, lamp, smallCity } from '../test/arbitraries/city.ts'
import { nearestLamps, outageReport } from './lamp-reports.ts'

const city = (places: readonly (readonly [number, number])[]) => {
  const { layers } = smallCity()
  const lamps = new Map(
    places.map((at, k) => {
      const id = `l${k}`
      return [id, feature('lamps', id, { type: 'Point', coordinates: [...at] }, { ...lamp, number: `${k}` })]
    }),
  )
  return { layers: { ...layers, lamps } }
}

describe('the lamps nearest to a place', () => {
  it('are those that a look at all of them finds, nearest first', () => {
    const place = fc.tuple(fc.integer({ min: -90, max: 90 }), fc.integer({ min: -90, max: 90 }))
    fc.assert(
      fc.property(fc.array(place, { maxLength: 30 }), place, (places, at) => {
        const near = nearestLamps(city(places), at, { count: 5, withinMetres: 60 })
        const distances = near.map(({ distanceMetres }) => distanceMetres)
        const all = places.map(([x, y]) => Math.sqrt((x - at[0]) ** 2 + (y - at[1]) ** 2)).sort((a, b) => a - b)
        expect(distances).toEqual(all.filter((d) => d <= 60).slice(0, 5))
      }),
    )
  })

  it('carry number, cabinet by name and circuit; those that do not stand are left out', () => {
    const { layers } = city([
      [0, 0],
      [1, 0],
    ])
    const lamps = new Map(layers.lamps)
    lamps.set('l1', { ...lamps.get('l1')!, buildState: 'proposed' })
    const near = nearestLamps({ layers: { ...layers, lamps } }, [0, 0], { count: 5, withinMetres: 60 })
    const name = layers.cabinets.get(lamp.cabinetId!)!.properties.name
    expect(near).toMatchObject([{ id: 'l0', number: '0', cabinet: name, circuit: lamp.circuit, distanceMetres: 0 }])
  })
})

describe('the report of an outage', () => {
  const known = { number: 'TH1-1-04', street: 'Trần Hưng Đạo', cabinet: 'TCS 1', circuit: 2, state: 'on' } as const

  it('goes by the number of the lamp', () => {
    expect(outageReport(known)).toEqual({
      vi: 'Đèn số TH1-1-04, Trần Hưng Đạo, tủ TCS 1, lộ 2: không sáng.',
      en: 'Lamp TH1-1-04, Trần Hưng Đạo, cabinet TCS 1, circuit 2: dark.',
    })
  })

  it('leaves out what is not known, and says what is known already', () => {
    const { vi } = outageReport({ ...known, street: null, cabinet: null, circuit: null, state: 'out' })
    expect(vi).toBe('Đèn số TH1-1-04: không sáng. Thành phố đã ghi nhận đèn này hỏng.')
  })
})
