import { describe, expect, it } from 'vitest'
import { Problem } from '../../../scenarios/problem.ts'
import { defaultTraffic } from '../../../scenarios/traffic-facts.ts'
import { readTrafficCase } from './traffic-case.ts'

const water = 'ncols 2\nnrows 1\nxllcorner 100\nyllcorner 200\ncellsize 10\nNODATA_value -9999\n0.5 -9999\n'
const files: Record<string, string> = {
  'depth.asc': water,
  'before.asc': water.replace('0.5', '0.25'),
  'trips.csv': 'origin,destination,class,vehiclesPerHour\na,b,car,12.5\n',
  'trips.tntp': '<NUMBER OF ZONES> 2\nOrigin 2\n1 : 10; 2 : 0;\n',
  'counts.csv': 'road,direction,class,vehiclesPerHour\nvt:road/1,xuôi,xe máy,120\n',
}
const open = async (path: string) => {
  if (files[path] === undefined) throw new Error('ENOENT')
  return new TextEncoder().encode(files[path])
}
const read = (given: object) => readTrafficCase(JSON.stringify(given), open, 'case.json')

describe('readTrafficCase', () => {
  it('has a default for everything', async () => {
    expect(await read({})).toEqual({
      tiles: null,
      settings: defaultTraffic,
      edits: [],
      flood: null,
      matrix: null,
      threads: 1,
    })
  })

  it('takes settings one by one, and reads what the case names', async () => {
    const edit = { kind: 'road.state', target: 'vt:road/1', from: 'open', to: 'closed' }
    const { settings, flood, matrix, edits, tiles, threads } = await read({
      tiles: 'tiles',
      traffic: { hour: 'pm', growth: 1.5 },
      edits: [edit],
      matrix: 'trips.csv',
      counts: 'counts.csv',
      flood: { scenario: 'depth.asc', baseline: 'before.asc' },
      threads: 2,
    })
    expect([tiles, threads, edits]).toEqual(['tiles', 2, [edit]])
    expect(settings).toEqual({
      ...defaultTraffic,
      hour: 'pm',
      growth: 1.5,
      flood: true,
      counts: [{ road: 'vt:road/1', direction: 'forward', class: 'motorbike', vehiclesPerHour: 120 }],
    })
    expect(matrix).toMatchObject([{ origin: 'a', destination: 'b', class: 'car', vehiclesPerHour: 12.5 }])
    expect([...flood!.scenario.data]).toEqual([0.5, Number.NaN])
    expect([...flood!.baseline.data]).toEqual([0.25, Number.NaN])
    expect([...(await read({ flood: { scenario: 'depth.asc' } })).flood!.baseline.data]).toEqual([0, 0])
  })

  it('shares the trips of a TNTP file among the classes', async () => {
    const shares = { motorbike: 3, car: 1, heavy: 0, bicycle: 0 }
    const { matrix } = await read({ matrix: 'trips.tntp', traffic: { shares } })
    expect(matrix!.map((row) => [row.origin, row.destination, row.class, row.vehiclesPerHour])).toEqual([
      [2, 1, 'motorbike', 7.5],
      [2, 1, 'car', 2.5],
    ])
  })

  it.each([
    ['an unknown key', { colour: 'red' }, 'colour'],
    ['an unknown setting', { traffic: { speed: 3 } }, 'traffic.speed'],
    ['a setting out of range', { traffic: { growth: -1 } }, 'traffic.growth'],
    ['an hour that is none', { traffic: { hour: 'noon' } }, 'traffic.hour'],
    ['an edit without its ends', { edits: [{ kind: 'road.state', target: 'a' }] }, 'edits[0].from'],
    ['a missing file', { matrix: 'none.csv' }, 'matrix'],
    ['too many threads', { threads: 17 }, 'threads'],
  ])('names the key of %s', async (_, given, key) => {
    const error = await read(given).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(Problem)
    const { file, place, message } = (error as Problem).detail
    expect([file, place]).toEqual(['case.json', key])
    expect(message.vi).not.toBe(message.en)
  })

  it('names file and key where a file is wrong', async () => {
    await expect(read({ flood: { scenario: 'trips.csv' } })).rejects.toThrow(/trips\.csv \(flood\.scenario\)/)
    await expect(read({ counts: 'depth.asc' })).rejects.toThrow(/depth\.asc/)
  })
})
