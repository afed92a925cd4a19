import { describe, expect, it } from 'vitest'
import { Problem } from '../../../scenarios/problem.ts'
import { readCounts } from './counts.ts'
import { readMatrix } from './matrix.ts'

const text = (s: string) => new TextEncoder().encode(s)

describe('readMatrix', () => {
  it('reads what spreadsheets write, in English or Vietnamese', () => {
    const rows = [
      { origin: 'a', destination: 'b', class: 'motorbike', vehiclesPerHour: 12.5, file: 'f.csv', place: 'line 2' },
      { origin: 'b, the other', destination: 'a', class: 'heavy', vehiclesPerHour: 3, file: 'f.csv', place: 'line 3' },
    ]
    const english = 'origin,destination,class,vehicles per hour\na,b,motorbike,12.5\n"b, the other",a,truck,3\n'
    const vietnamese =
      '\ufeffLoại xe;Điểm đi;Điểm đến;Xe/giờ;Ghi chú\r\nXe máy;a;b;12,5;\r\nxe tải;b, the other;a;3;x\r\n'
    expect(readMatrix(text(english), 'f.csv')).toEqual(rows)
    expect(readMatrix(text(vietnamese), 'f.csv')).toEqual(rows)
  })

  it('may be empty but for its header', () => {
    expect(readMatrix(text('from,to,mode,trips\n'), 'f.csv')).toEqual([])
  })
})

describe('readCounts', () => {
  it('reads road, direction, class and vehicles', () => {
    expect(
      readCounts(text('Mã đường,Chiều,Loại xe,Số xe\nr1,xuôi,xe máy,840\nr1,Chiều về,ô tô,60\n'), 'f.csv'),
    ).toEqual([
      { road: 'r1', direction: 'forward', class: 'motorbike', vehiclesPerHour: 840 },
      { road: 'r1', direction: 'backward', class: 'car', vehiclesPerHour: 60 },
    ])
  })
})

const matrix = 'origin,destination,class,vehicles\n'
const counts = 'road,direction,class,vehicles\n'
it.each<[string, typeof readMatrix | typeof readCounts, Uint8Array, RegExp]>([
  ['nothing', readMatrix, text(''), /f\.csv: the file is empty/],
  ['blank lines alone', readMatrix, text('\n\n'), /empty/],
  ['no text', readMatrix, Uint8Array.of(0xff, 0xfe, 0x41), /not UTF-8/],
  [
    'a column missing',
    readMatrix,
    text('origin,class,vehicles\na,car,1\n'),
    /line 1: the table has no column destination/,
  ],
  ['a zone missing', readMatrix, text(`${matrix}a,,car,1\n`), /line 2: a zone is missing/],
  [
    'an unknown class',
    readMatrix,
    text(`${matrix}a,b,car,1\na,b,tank,1\n`),
    /line 3: unknown class “tank”.*motorbike \(xe máy\)/,
  ],
  ['a negative number', readMatrix, text(`${matrix}a,b,car,-1\n`), /line 2: “-1” is no number/],
  ['a number too large', readMatrix, text(`${matrix}a,b,car,1000001\n`), /0 … 1000000/],
  ['a word for a number', readCounts, text(`${counts}r,forward,car,many\n`), /“many”/],
  ['an open quote', readMatrix, text(`${matrix}"a,b,car,1\n`), /line 2: a quote is opened/],
  ['a road missing', readCounts, text(`${counts},forward,car,1\n`), /line 2: the road is missing/],
  ['an unknown direction', readCounts, text(`${counts}r,up,car,1\n`), /unknown direction “up”/],
  ['an unknown class of a count', readCounts, text(`${counts}r,forward,ufo,1\n`), /unknown class “ufo”/],
  [
    'a count twice',
    readCounts,
    text(`${counts}r,forward,car,1\nr,backward,car,1\nr,xuôi,ô tô,2\n`),
    /line 4: counted already at line 2/,
  ],
  ['too many counts', readCounts, text(counts + 'r,forward,car,1\n'.repeat(2001)), /line 2002.*at most 2000/],
])('%s', (_, read, bytes, said) => {
  const call = () => read(bytes, 'f.csv')
  expect(call).toThrow(Problem)
  expect(call).toThrow(said)
})
