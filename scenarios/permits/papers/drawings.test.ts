/** The plan is true to its scale; the picture shows every part, near over far; nothing in either is not a number. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { changed, factory, house, tower } from '../../../test/permit-cases.ts'
import { label, POINTS_A_METRE } from '../../pdf/drawing.ts'
import { massingPicture } from './massing-picture.ts'
import { sitePlan } from './site-plan.ts'

const paths = (svg: string, colour: string): number[][][] =>
  [...svg.matchAll(/<path d="M([^"]+)"([^>]*)>/g)]
    .filter(([, , style]) => style!.includes(colour))
    .map(([, d]) =>
      d!
        .replace('Z', '')
        .split('L')
        .map((point) => point.split(' ').map(Number)),
    )

describe('the site plan', () => {
  test('is as long on paper as its scale says, at the largest scale that fits', () => {
    for (const [check, scale, metres] of [
      [house, 400, 20],
      [tower, 2000, 80],
    ] as const) {
      const plan = sitePlan(check, 467, 250)
      expect(plan.scale).toBe(scale)
      const [lot] = paths(plan.svg, 'stroke="#b8860b" stroke-width="1.1"')
      const [first, second, third] = lot!
      const side = Math.hypot(third![0]! - second![0]!, third![1]! - second![1]!)
      expect(side).toBeCloseTo((metres * POINTS_A_METRE) / scale, 1)
      // North is up.
      expect(third![1]).toBeLessThan(second![1]!)
      expect(first![0]).toBeLessThan(second![0]!)
    }
  })

  test('draws lot, footprints, red lines and neighbours, wherever the lot lies and however large it is', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 3000, noNaN: true }),
        fc.double({ min: 1, max: 3000, noNaN: true }),
        (a, b) => {
          const ring = [
            [0, 0],
            [a, 0],
            [a, b],
            [0, b],
            [0, 0],
          ].map(([x, y]): [number, number] => [551_000 + x!, 1_081_000 + y!])
          const check = changed(house, { site: { ring, registered: null } })
          for (const { svg } of [sitePlan(check, 467, 250), massingPicture(check, 467, 240)])
            expect(svg).not.toMatch(/NaN|Infinity|undefined/)
          const [lot] = paths(sitePlan(check, 467, 250).svg, 'stroke="#b8860b" stroke-width="1.1"')
          for (const [x, y] of lot!) expect([x! > 0 && x! < 467 - 128, y! > 0 && y! < 250]).toEqual([true, true])
        },
      ),
    )
  })
})

describe('the massing picture', () => {
  test('each part has a roof and the walls that face the eye; a tower stands on its podium', () => {
    const walls = (svg: string) => paths(svg, 'stroke="#0b6576" stroke-width="0.8"')
    // A box shows a roof and two walls.
    expect(walls(massingPicture(house, 467, 240).svg)).toHaveLength(3)
    expect(walls(massingPicture(tower, 467, 240).svg)).toHaveLength(9)
    expect(walls(massingPicture(factory, 467, 240).svg)).toHaveLength(6)
    expect(massingPicture(house, 467, 240).svg).toContain('14,5 m, 4')
  })

  test('a neighbour of unknown height is dashed', () => {
    const unknown = changed(house, { neighbours: house.neighbours!.map((one) => ({ ...one, heightMetres: null })) })
    expect(massingPicture(unknown, 467, 240).svg).toContain('stroke-dasharray')
    expect(massingPicture(house, 467, 240).svg).not.toContain('stroke-dasharray')
  })
})

test('a label is cut by fonts; spaces at their borders are kept as a way to go; marks are escaped', () => {
  const words = label([0, 0], 'số & ở ệ', 10, 'start')
  expect(words).toContain('>s</tspan>')
  expect(words).toMatch(/font-family="vietnamese" font-size="10" dx="2.3">ở/)
  expect(words).toMatch(/font-family="vietnamese" font-size="10" dx="2.3">ệ/)
  expect(words).toContain('&amp;')
})
