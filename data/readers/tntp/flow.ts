/** TNTP flows (`*_flow.tntp`): from, to, volume and, where it is given, cost; one row a link, in any order. */
import { both } from '../../../scenarios/text.ts'
import type { TrafficNetwork } from '../../../scenarios/traffic.ts'
import { openTntp } from './tntp.ts'

export interface TntpFlow {
  /** One entry a link of the network. */
  readonly volume: Float64Array
  /** NaN where the file does not say. */
  readonly cost: Float64Array
}

/** @throws Problem with line and expectation: a link that the network lacks, one twice or missing, a value that is no number */
export function readTntpFlow(bytes: Uint8Array, file: string, network: TrafficNetwork): TntpFlow {
  const tntp = openTntp(bytes, file)
  const links = network.from.length
  const linkOf = new Map(Array.from(network.from, (from, i) => [`${from + 1} ${network.to[i]! + 1}`, i]))
  const volume = new Float64Array(links).fill(Number.NaN)
  const cost = new Float64Array(links).fill(Number.NaN)
  let read = 0
  for (const { line, text } of tntp.rows) {
    const words = text.replaceAll(/[:;]/g, ' ').trim().split(/\s+/)
    if (/^[a-z]/i.test(words[0]!)) continue
    const [from, to, flow, price] = words.map(Number)
    const link = linkOf.get(`${from} ${to}`)
    if (link === undefined || !Number.isNaN(volume[link])) {
      const message =
        link === undefined
          ? both('mạng không có đoạn này', 'the network has no such link')
          : both('đoạn này có hai lần', 'this link stands twice')
      throw tntp.wrong('link', message, `line ${line}`, 'each link of the network once')
    }
    if (!Number.isFinite(flow) || (words.length > 3 && !Number.isFinite(price))) {
      const message = both('lưu lượng hoặc chi phí không phải là số', 'a volume or cost that is no number')
      throw tntp.wrong('not-a-number', message, `line ${line}`, 'from, to, volume, cost')
    }
    volume[link] = flow!
    if (price !== undefined) cost[link] = price
    read++
  }
  if (read < links) {
    const message = both(`tệp có ${read} trên ${links} đoạn`, `the file has ${read} of ${links} links`)
    throw tntp.wrong('links', message, 'rows', 'every link of the network')
  }
  return { volume, cost }
}
