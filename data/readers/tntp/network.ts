/**
 * TNTP networks (`*_net.tntp`): one row a link with init node, term node, capacity, length, free flow time, b, power, and
 * where they are given speed, toll and type. Node n of the file is node n − 1 here; units are those of the file.
 */

import { both } from '../../../scenarios/text.ts'
import type { TrafficClass, TrafficNetwork } from '../../../scenarios/traffic.ts'
import { MAX_TNTP_LINKS, MAX_TNTP_ZONES, openTntp, type Row, type Tntp } from './tntp.ts'

export interface TntpNetwork {
  readonly network: TrafficNetwork
  /** One entry a link, in the order of the file. */
  readonly toll: Float64Array
  /** What one unit of toll and of length costs, in units of time: as given, or as the file says, or 0. */
  readonly tollFactor: number
  readonly distanceFactor: number
}

const columns = [
  'init node',
  'term node',
  'capacity',
  'length',
  'free flow time',
  'b',
  'power',
  'speed',
  'toll',
] as const
/** Columns that a row may leave out at its end: speed, toll, type. */
const NEEDED = 7
const [LENGTH, FREE, B, POWER, TOLL] = [3, 4, 5, 6, 8]

/**
 * A link without delay (b or free flow time 0) may have no capacity; it is read as Infinity.
 * @param factors overrule `<TOLL FACTOR>` and `<DISTANCE FACTOR>` of the file
 * @throws Problem with line and expectation: counts that disagree, ends out of range, a link twice, values below 0
 */
export function readTntpNetwork(
  bytes: Uint8Array,
  file: string,
  factors: { readonly toll?: number | undefined; readonly distance?: number | undefined } = {},
): TntpNetwork {
  const tntp = openTntp(bytes, file)
  const nodeCount = tntp.count('NUMBER OF NODES', 2 * MAX_TNTP_LINKS)
  const zoneCount = tntp.count('NUMBER OF ZONES', Math.min(MAX_TNTP_ZONES, nodeCount))
  const firstThroughNode = tntp.count('FIRST THRU NODE', nodeCount + 1, 1) - 1
  const tollFactor = factors.toll ?? tntp.number('TOLL FACTOR', 0)
  const distanceFactor = factors.distance ?? tntp.number('DISTANCE FACTOR', 0)

  const links: number[][] = []
  const seen = new Map<number, number>()
  for (const row of tntp.rows) {
    if (links.length === 0 && /^[a-z]/i.test(row.text)) continue // names of columns without their ~
    const link = readLink(tntp, row, nodeCount)
    const key = (link[0]! - 1) * nodeCount + link[1]!
    const before = seen.get(key)
    if (before !== undefined) {
      const name = `${link[0]} → ${link[1]}`
      const message = both(`đoạn ${name} đã có ở dòng ${before}`, `the link ${name} stands in line ${before} already`)
      throw tntp.wrong('link-twice', message, `line ${row.line}`, 'each pair of nodes once')
    }
    if (tollFactor * link[TOLL]! + distanceFactor * link[LENGTH]! < 0) {
      const message = both('phí và chiều dài cho chi phí âm', 'toll and length give a negative cost')
      throw tntp.wrong('negative', message, `line ${row.line}`, 'tolls and factors of 0 or more')
    }
    if (links.length === MAX_TNTP_LINKS) {
      const message = both('quá nhiều đoạn', 'too many links')
      throw tntp.wrong('too-large', message, `line ${row.line}`, `at most ${MAX_TNTP_LINKS} links`)
    }
    seen.set(key, row.line)
    links.push(link)
  }
  const declared = tntp.number('NUMBER OF LINKS', links.length)
  if (declared !== links.length || links.length === 0) {
    const message = both(`tệp có ${links.length} đoạn`, `the file has ${links.length} links`)
    throw tntp.wrong(
      'links',
      message,
      tntp.place('NUMBER OF LINKS'),
      `${declared || 'at least 1'}, as the top of the file says`,
    )
  }

  const column = (at: number) => Float64Array.from(links, (link) => link[at]!)
  return {
    network: {
      nodeCount,
      zoneCount,
      firstThroughNode,
      from: Int32Array.from(links, (link) => link[0]! - 1),
      to: Int32Array.from(links, (link) => link[1]! - 1),
      capacity: Float64Array.from(links, (link) => (link[2] === 0 ? Number.POSITIVE_INFINITY : link[2]!)),
      freeTime: column(FREE),
      alpha: column(B),
      power: column(POWER),
      length: column(LENGTH),
    },
    toll: column(TOLL),
    tollFactor,
    distanceFactor,
  }
}

/** Nine numbers: the columns up to the toll. */
function readLink(tntp: Tntp, { line, text }: Row, nodeCount: number): number[] {
  const words = text.split(';')[0]!.trim().split(/\s+/)
  if (words.length < NEEDED) {
    const message = both(`dòng chỉ có ${words.length} cột`, `the row has ${words.length} columns only`)
    throw tntp.wrong('columns', message, `line ${line}`, `at least ${columns.slice(0, NEEDED).join(', ')}`)
  }
  const link = columns.map((name, i) => {
    const value = i < words.length ? Number(words[i]) : 0
    const isNode = i < 2
    if (isNode ? Number.isInteger(value) && value >= 1 && value <= nodeCount : Number.isFinite(value)) return value
    const said = words[i]!.slice(0, 24)
    throw tntp.wrong(
      isNode ? 'node' : 'not-a-number',
      isNode
        ? both(`nút “${said}” không có trong mạng`, `the network has no node “${said}”`)
        : both(`“${said}” không phải là số`, `“${said}” is not a number`),
      `line ${line}: ${name}`,
      isNode ? `a node from 1 to ${nodeCount}` : 'a number',
    )
  })
  const negative = link.findIndex((value, i) => value < 0 && i >= 2 && i <= POWER)
  if (negative >= 0) {
    const message = both(`giá trị âm ${link[negative]}`, `a negative value ${link[negative]}`)
    throw tntp.wrong('negative', message, `line ${line}: ${columns[negative]}`, '0 or more')
  }
  if (link[2] === 0 && link[B]! * link[FREE]! > 0) {
    const message = both('khả năng thông hành bằng 0 mà có trễ', 'a capacity of 0 on a link with delay')
    throw tntp.wrong('capacity', message, `line ${line}: capacity`, 'more than 0 where b and free flow time are')
  }
  return link
}

/** All trips as one class: its cost beyond time is tollFactor · toll + distanceFactor · length. */
export function tntpClass(
  { network, toll, tollFactor, distanceFactor }: TntpNetwork,
  demand: Float64Array,
): TrafficClass {
  return {
    id: 'all',
    equivalent: 1,
    fixedCost: toll.map((amount, i) => tollFactor * amount + distanceFactor * network.length[i]!),
    demand,
  }
}
