import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Problem } from '../../../scenarios/problem.ts'
import { isThere, sharedFile } from '../../../test/verify/case.ts'
import { readTntpFlow } from './flow.ts'
import { readTntpNetwork, tntpClass } from './network.ts'
import { readTntpTrips } from './trips.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const net = `<NUMBER OF ZONES> 2
<NUMBER OF NODES> 4
<FIRST THRU NODE> 3
<NUMBER OF LINKS> 3
<TOLL FACTOR> 2
<DISTANCE FACTOR> 0.5
<ORIGINAL HEADER>~ Init node ;
<END OF METADATA>

~ init term capacity length free b power speed toll type ;
\t1\t3\t1000\t4\t6\t0.15\t4\t0\t3\t1\t;
\t3\t4\t2.5e3\t2\t0\t0.15\t4\t0\t0\t1;
\t4\t2\t0\t0\t1\t0\t0;
`
const trips = `<NUMBER OF ZONES> 2
<TOTAL OD FLOW> 7.0
<END OF METADATA>

Origin \t1
  1 : 0.0;  2
 : 7.0;
`
const network = (text: string, factors = {}) => readTntpNetwork(bytes(text), 'a_net.tntp', factors)
const demand = (text: string) => readTntpTrips(bytes(text), 'a_trips.tntp', 2)
const problemOf = (read: () => unknown): Problem => {
  try {
    read()
  } catch (error) {
    expect(error).toBeInstanceOf(Problem)
    return error as Problem
  }
  throw new Error('Expected a problem, got a value')
}

describe('readTntpNetwork', () => {
  it('reads links as they stand, nodes from 0, tolls and lengths as cost', () => {
    const read = network(net)
    const { nodeCount, zoneCount, firstThroughNode, from, to, capacity, freeTime, alpha, power, length } = read.network
    expect([nodeCount, zoneCount, firstThroughNode]).toEqual([4, 2, 2])
    expect([[...from], [...to]]).toEqual([
      [0, 2, 3],
      [2, 3, 1],
    ])
    expect([...capacity]).toEqual([1000, 2500, Number.POSITIVE_INFINITY])
    expect([...freeTime, ...alpha, ...power, ...length]).toEqual([6, 0, 1, 0.15, 0.15, 0, 4, 4, 0, 4, 2, 0])
    const all = tntpClass(read, new Float64Array(4))
    expect([all.equivalent, [...all.fixedCost]]).toEqual([1, [8, 1, 0]])
    expect([...tntpClass(network(net, { toll: 0, distance: 1 }), all.demand).fixedCost]).toEqual([4, 2, 0])
  })

  it('reads the same from CRLF, other case, comments, blanks for tabs and a byte order mark', () => {
    const plain = network(net)
    const changes: ((text: string) => string)[] = [
      (text) => text.replaceAll('\n', '\r\n'),
      (text) => text.toLowerCase(),
      (text) => text.replaceAll('\t', '   '),
      (text) => text.replaceAll(';\n', '; ~ said\n\n'),
      (text) => `\uFEFF${text}`,
      (text) => text.replace('~ init', 'init'),
      (text) => text.replace('<END OF METADATA>\n', ''),
      (text) => text.replace('<NUMBER OF LINKS> 3\n', ''),
    ]
    for (const change of changes) expect(network(change(net))).toEqual(plain)
    expect(network(net.replace('<FIRST THRU NODE> 3\n', '')).network.firstThroughNode).toBe(0)
  })

  it.each([
    ['a file that is another', 'node,x,y\n1,2,3\n', /<NUMBER OF NODES>.*missing/],
    ['more zones than nodes', net.replace('ZONES> 2', 'ZONES> 5'), /line 1: <NUMBER OF ZONES>.*from 1 to 4/],
    ['half a node', net.replace('NODES> 4', 'NODES> 4.5'), /line 2: <NUMBER OF NODES>/],
    ['a count that is none', net.replace('NODES> 4', 'NODES> many'), /line 2.*“many”/],
    ['a missing link', net.replace('LINKS> 3', 'LINKS> 4'), /3 links.*expected 4/],
    ['no link', net.slice(0, net.indexOf('\t1\t3')).replace('LINKS> 3', 'LINKS> 0'), /0 links.*at least 1/],
    ['an end out of range', net.replace('\t3\t4\t', '\t3\t5\t'), /line 12: term node.*“5”.*from 1 to 4/],
    ['a link twice', net.replace('\t4\t2\t0', '\t3\t4\t1'), /line 13.*3 → 4.*line 12/],
    ['a capacity below 0', net.replace('1000', '-1000'), /line 11: capacity.*-1000/],
    ['no capacity on a link with delay', net.replace('1000', '0'), /line 11: capacity.*more than 0/],
    ['a short row', net.replace('\t0\t0;', ';'), /line 13.*5 columns/],
    ['a word', net.replace('2.5e3', 'many'), /line 12: capacity.*“many” is not a number/],
    ['infinity', net.replace('2.5e3', '1e999'), /line 12: capacity/],
    ['a toll below 0', net.replace('\t3\t1\t;', '\t-3\t1\t;'), /line 11.*negative cost/],
  ])('names file, line and expectation of %s', (_, text, said) => {
    const { detail, message } = problemOf(() => network(text))
    expect(message).toMatch(said)
    expect([detail.file, detail.message.vi === detail.message.en]).toEqual(['a_net.tntp', false])
    expect(detail.expected).toBeTruthy()
  })
})

describe('readTntpTrips', () => {
  it('reads blocks broken in any way; a zone without a block has no trips', () => {
    for (const text of [
      trips,
      trips.replaceAll('\n', '\r\n'),
      trips.replace('<TOTAL OD FLOW> 7.0\n', ''),
      '<number of zones> 2\n<end of metadata>\norigin 1 2:0.7E1 origin 2',
      'ORIGIN\n2\nOrigin 1\n1 :0;\n2: 7;;',
    ]) {
      const { demand: read, total } = demand(text)
      expect([[...read], total]).toEqual([[0, 7, 0, 0], 7])
    }
  })

  it('reads any matrix that is written in the form', () => {
    const matrix = fc
      .integer({ min: 1, max: 9 })
      .chain((zones) =>
        fc.tuple(
          fc.constant(zones),
          fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: zones ** 2, maxLength: zones ** 2 }),
          fc.constantFrom(' ', '\n', '\t', '\r\n'),
        ),
      )
    fc.assert(
      fc.property(matrix, ([zones, values, blank]) => {
        let text = `<NUMBER OF ZONES> ${zones}\n`
        for (let o = 0; o < zones; o++) {
          text += `Origin${blank}${o + 1}\n`
          for (let d = 0; d < zones; d++) text += `${d + 1}${blank}:${blank}${values[o * zones + d]};${blank}`
        }
        expect([...readTntpTrips(bytes(text), 'x', zones).demand]).toEqual(values.map((v) => v + 0))
      }),
    )
  })

  it.each([
    ['another number of zones', trips.replace('ZONES> 2', 'ZONES> 3'), /3 zones, the network 2/],
    ['a zone beyond', trips.replace('  2\n', '  3\n'), /line 6.*“3”.*from 1 to 2/],
    ['an origin beyond', trips.replace('\t1', '\t9'), /line 5.*“9”/],
    ['a pair twice', trips.replace('  2\n', '  1\n'), /line 7.*1 → 1.*twice/],
    ['trips below 0', trips.replace('7.0;', '-7.0;'), /line 7.*“-7.0”/],
    ['a word', trips.replace('0.0;', 'none;'), /line 6.*“none”/],
    ['a missing colon', trips.replace(' : 7.0', ' 7.0'), /line 7.*“7.0”.*“:”/],
    ['pairs before an origin', trips.replace('Origin', ''), /line 5.*“1”.*“Origin”/],
    ['a cut-off file', trips.slice(0, trips.indexOf(' 7.0;')), /line 7.*ends inside/],
    ['a total far off', trips.replace('FLOW> 7.0', 'FLOW> 8'), /add up to 7.*says 8/],
    ['a total that is none', trips.replace('FLOW> 7.0', 'FLOW> much'), /line 2.*“much”/],
  ])('names file, line and expectation of %s', (_, text, said) => {
    const { detail, message } = problemOf(() => demand(text))
    expect(message).toMatch(said)
    expect([detail.file, detail.message.vi === detail.message.en]).toEqual(['a_trips.tntp', false])
    expect(detail.expected).toBeTruthy()
  })
})

describe('readTntpFlow', () => {
  const flow = (text: string) => readTntpFlow(bytes(text), 'a_flow.tntp', network(net).network)

  it('brings volumes into the order of the network, in the newer form and the older', () => {
    const newer = flow('From\tTo\tVolume\tCost\n4 2 7 1\n1 3 7 6.5 \n3 4 7 0\n')
    expect([[...newer.volume], [...newer.cost]]).toEqual([
      [7, 7, 7],
      [6.5, 0, 1],
    ])
    expect(flow('<NUMBER OF LINKS> 3\n~\tTail\tHead\t:\tVolume\n1 3 : 7 ;\n3 4 : 7 ;\n4 2 : 7;\n').volume).toEqual(
      newer.volume,
    )
  })

  it.each([
    ['a link that is none', 'From To\n4 1 7 1\n', /line 2.*no such link/],
    ['a link twice', '4 2 7 1\n4 2 7 1\n', /line 2.*twice/],
    ['a word', '4 2 x 1\n', /line 1.*no number/],
    ['a missing link', '4 2 7 1\n', /1 of 3 links/],
  ])('names %s', (_, text, said) => expect(problemOf(() => flow(text)).message).toMatch(said))
})

describe.skipIf(!isThere('data', 'traffic'))('networks of the collection', () => {
  const open = async (...path: string[]) => new Uint8Array(await readFile(sharedFile('data', 'traffic', ...path)))

  it.each([
    ['Braess-Example', 'Braess', 2, 4, 0, 5, 6],
    ['SiouxFalls', 'SiouxFalls', 24, 24, 0, 76, 360_600],
    ['Anaheim', 'Anaheim', 38, 416, 38, 914, 104_694.4],
  ])('%s', async (folder, name, zones, nodes, first, links, total) => {
    const { network: read } = readTntpNetwork(await open(folder, `${name}_net.tntp`), name)
    expect([read.zoneCount, read.nodeCount, read.firstThroughNode, read.from.length]).toEqual([
      zones,
      nodes,
      first,
      links,
    ])
    const trips = readTntpTrips(await open(folder, `${name}_trips.tntp`), name, zones)
    expect(trips.total).toBeCloseTo(total, 6)
    expect(trips.declared).toBeCloseTo(total, 6)
  })

  it.each([
    ['SiouxFalls', 4_231_335.287107],
    ['Anaheim', 1_286_032.171096],
  ])('the published flows of %s have the published objective', async (name, objective) => {
    const { network: n } = readTntpNetwork(await open(name, `${name}_net.tntp`), name)
    const { volume } = readTntpFlow(await open(name, `${name}_flow.tntp`), name, n)
    const sum = volume.reduce(
      (total, v, i) =>
        total + n.freeTime[i]! * (v + (n.alpha[i]! * v * (v / n.capacity[i]!) ** n.power[i]!) / (n.power[i]! + 1)),
      0,
    )
    expect(sum / objective).toBeCloseTo(1, 10)
  })
})
