import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { leastTimes, linksByNode } from './traffic-paths.ts'

const links = fc.array(fc.tuple(fc.nat(7), fc.nat(7), fc.oneof(fc.nat(20), fc.constant(Infinity))), { maxLength: 30 })

describe('least times', () => {
  it('agree with Bellman and Ford', () => {
    fc.assert(
      fc.property(links, fc.nat(7), (all, start) => {
        const [from, to] = [Int32Array.from(all, (l) => l[0]), Int32Array.from(all, (l) => l[1])]
        const cost = Float64Array.from(all, (l) => l[2])
        const expected = new Float64Array(8).fill(Infinity)
        expected[start] = 0
        for (let round = 0; round < 8; round++)
          for (const [a, b, c] of all) expected[b] = Math.min(expected[b]!, expected[a]! + c)
        expect(leastTimes(linksByNode(8, from, to), cost, [[start, 0]])).toEqual(expected)
      }),
    )
  })

  it('do not run through zones', () => {
    // 0 and 1 are zones: 2 → 1 → 3 is no way.
    const byNode = linksByNode(4, Int32Array.of(0, 2, 1), Int32Array.of(2, 1, 3))
    const times = leastTimes(byNode, Float64Array.of(1, 1, 1), [[0, 0]], 2)
    expect([...times]).toEqual([0, 2, 1, Infinity])
  })
})
