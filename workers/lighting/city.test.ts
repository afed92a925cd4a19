import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CityLightingInput, LightingObstacles } from '../../scenarios/lighting.ts'
import { cityInput, lambertian, lampLists, pointsAt, sectionOf } from '../../test/arbitraries/lighting.ts'
import { createCityLighting } from './city.ts'
import { fullHours, outputAt } from './dimming.ts'
import { isoluxOf, lightWindow } from './isolux.ts'
import { libraryLuminaire } from './library.ts'
import { computeSection } from './section.ts'

const run = (input: CityLightingInput, from?: ReturnType<typeof createCityLighting>) => {
  const lighting = createCityLighting(input, from)
  while (!lighting.done) lighting.step()
  return lighting
}
const street = pointsAt(
  Array.from({ length: 300 }, (_, k): [number, number] => [(k % 100) * 2, 4 + 4 * Math.floor(k / 100)]),
)
const led = libraryLuminaire('LED', 80)

const none: LightingObstacles = {
  start: Int32Array.of(0),
  points: new Float64Array(),
  height: new Float64Array(),
  treeX: new Float64Array(),
  treeY: new Float64Array(),
  treeRadius: new Float64Array(),
  treeBase: new Float64Array(),
  treeTop: new Float64Array(),
  transmission: 0.25,
}

describe('the city point by point', () => {
  it('is the section on a straight street', () => {
    const section = sectionOf()
    const [grid] = computeSection(section).illuminance
    const places = Array.from(grid!.values, (_, i): [number, number] => [
      grid!.x[i % grid!.columns]!,
      grid!.y[Math.floor(i / grid!.columns)]!,
    ])
    const lamps = Array.from({ length: 9 }, (_, k) => ({ x: (k - 4) * 28, y: 1, heading: 0, tilt: 5 }))
    const input = cityInput(led, lamps, pointsAt(places), { maintenanceFactor: 0.8 })
    const { illuminance } = run(input).result()
    for (const [i, lux] of illuminance.entries()) expect(lux / grid!.values[i]!).toBeCloseTo(1, 5)
  })

  it('computed in parts is what it is as a whole, bit by bit', () => {
    fc.assert(
      fc.property(lampLists, lampLists, (before, after) => {
        const first = run(cityInput(led, before, street))
        if (before.length % 2) first.result()
        const half = before.map((lamp, k) => (k % 3 === 0 ? { ...lamp, working: !lamp.working } : lamp))
        for (const lamps of [[...before.slice(0, 4), ...after], half, before.toReversed(), [...before, ...before]]) {
          const changed = cityInput(led, lamps, street)
          expect(run(changed, first).result().digest).toBe(run(changed).result().digest)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('adds up: two lamps give what each gives; none out, none over', () => {
    fc.assert(
      fc.property(lampLists, (lamps) => {
        const all = run(cityInput(led, lamps, street)).result().illuminance
        const each = lamps.map((lamp) => run(cityInput(led, [lamp], street)).result().illuminance)
        for (const [p, lux] of all.entries()) {
          const sum = each.reduce((total, own) => total + own[p]!, 0)
          expect(Math.abs(lux - sum)).toBeLessThan(1e-4 * (1 + sum))
        }
      }),
      { numRuns: 20 },
    )
  })

  it('dims by the hour of each schedule', () => {
    const schedules = [
      [
        { fromHour: 6, output: 0 },
        { fromHour: 18, output: 1 },
        { fromHour: 22.5, output: 0.5 },
      ],
      [{ fromHour: 0, output: 1 }],
    ]
    const at = (hour: number | null) =>
      run(
        cityInput(
          lambertian(800),
          [
            { x: 0, y: 0 },
            { x: 400, y: 0, schedule: 1 },
          ],
          pointsAt([
            [0, 0],
            [400, 0],
          ]),
          { schedules, hour },
        ),
      )
        .result()
        .illuminance.map((lux) => Math.round(lux * 100) / 100)
    expect([at(null), at(20), at(23), at(2), at(12)].map((lux) => [...lux])).toEqual([
      [12.5, 12.5],
      [12.5, 12.5],
      [6.25, 12.5],
      [6.25, 12.5],
      [0, 12.5],
    ])
    expect(outputAt(schedules[0]!, 0)).toBe(0.5)
    expect(fullHours(schedules[0]!)).toBeCloseTo(365 * (4.5 + 0.5 * 7.5), 9)
  })

  it('tells averages, uniformity and dark metres of a segment', () => {
    const points = pointsAt([
      [0, 0],
      [6, 0],
      [100, 0],
    ])
    const { segments } = run(cityInput(lambertian(800), [{ x: 0, y: 0 }], points)).result()
    expect(segments.average[0]).toBeCloseTo((12.5 + 5.12) / 3, 3)
    expect([segments.minimum[0], segments.uniformity[0], segments.darkMetres[0]]).toEqual([0, 0, 2])
    expect(segments.sidewalkAverage[0]).toBe(-1)
  })

  it('names what contradicts itself', () => {
    const input = cityInput(led, [{ x: 0, y: 0 }], street)
    const lamps = { ...input.lamps, tilt: new Float64Array(2) }
    expect(() => createCityLighting({ ...input, lamps })).toThrow('Expected tilt of length 1, got 2')
    expect(() => createCityLighting({ ...input, luminaires: [] })).toThrow('luminaire[0]')
    expect(() => createCityLighting(input).result()).toThrow('Expected all 1 lamps')
  })
})

describe('what stands in the light', () => {
  const lamp = [{ x: 0, y: 0, height: 8 }]
  const places = pointsAt([
    [12, 0],
    [12, 6],
    [-12, 0],
  ])
  const lux = (obstacles: LightingObstacles | null) =>
    run(cityInput(lambertian(800), lamp, places, { obstacles })).result().illuminance
  const [ahead, aside, behind] = lux(null)
  /** A house from x 4 to 8: the ray to x 12 leaves it at 8 · (1 − 8/12) = 2.67 m. */
  const house = (height: number): LightingObstacles => ({
    ...none,
    start: Int32Array.of(0, 8),
    points: Float64Array.of(4, -2, 8, -2, 8, 2, 4, 2),
    height: Float64Array.of(height),
  })

  it('a house shades what lies behind it where it is higher than the ray, and nothing else', () => {
    expect(lux(house(2.7))).toEqual(Float32Array.of(0, aside!, behind!))
    expect(lux(house(2.6))).toEqual(Float32Array.of(ahead!, aside!, behind!))
  })

  it('a lamp on a house is not shaded by it', () => {
    const own = { ...house(9), points: Float64Array.of(-1, -1, 1, -1, 1, 1, -1, 1) }
    expect(lux(own)[0]).toBe(ahead)
  })

  it('a crown lets its share through at the heights that it has', () => {
    const tree = (base: number, top: number): LightingObstacles => ({
      ...none,
      treeX: Float64Array.of(6),
      treeY: Float64Array.of(0),
      treeRadius: Float64Array.of(1.5),
      treeBase: Float64Array.of(base),
      treeTop: Float64Array.of(top),
    })
    expect(lux(tree(3, 6))[0]).toBeCloseTo(0.25 * ahead!, 6)
    expect(lux(tree(5.5, 9))[0]).toBe(ahead)
    expect(lux(tree(1, 2.5))[0]).toBe(ahead)
  })
})

it('isolux lines of one flat source are circles about it', () => {
  const input = cityInput(lambertian(800), [{ x: 0, y: 0 }], street)
  const grid = lightWindow(input, [-20, -20, 20, 20], 0.5)
  const [five, dark] = isoluxOf(grid, [5.12, 200])
  expect(five!.lines).toHaveLength(1)
  const [ring] = five!.lines
  expect(ring!.at(-1)).toEqual(ring![0])
  for (const [x, y] of ring!) expect(Math.hypot(x, y)).toBeCloseTo(6, 1)
  expect(dark!.lines).toEqual([])
  // Cut by the window’s edge: a line from edge to edge.
  const half = isoluxOf(lightWindow(input, [0, -20, 20, 20], 0.5), [5.12])[0]!
  expect(half.lines.map((line) => [line[0]![0], line.at(-1)![0]])).toEqual([[0, 0]])
  expect(() => lightWindow(input, [0, 0, 1e6, 1e6], 1)).toThrow('Expected a window')
})
