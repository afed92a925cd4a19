import { expect, test } from 'vitest'
import { gapChart, levelParts, shareBars } from './charts.ts'
import { WIDTH } from './parts.ts'

const svgOf = (content: unknown): string => (content as { svg: string }).svg

test('bars fill their width, in colours that the PDF reads', () => {
  const bars = svgOf(shareBars(levelParts.slice(0, 3), [[6, 3, 1]]))
  const widths = [...bars.matchAll(/<rect x="[\d.]+" y="0" width="([\d.]+)"/g)].map(([, width]) => Number(width))
  expect(widths.reduce((a, b) => a + b)).toBeCloseTo(WIDTH)
  expect(bars.match(/fill="rgb\(\d+,\d+,\d+\)"/g)).toHaveLength(3)
  expect(bars).toContain('A 60 %')
  expect(svgOf(shareBars([{ label: '', colour: '#0b6576', dark: true }], [[1]]))).toContain('>100 %<')
})

test('a gap is drawn below the one before it; a gap of zero, one alone or none at all breaks nothing', () => {
  const [first, last] = /points="[\d.]+,([\d.]+) .*,([\d.]+)"/.exec(svgOf(gapChart([[1, 1e-3, 1e-6]])))!.slice(1)
  expect(Number(last)).toBeGreaterThan(Number(first))
  for (const gaps of [[0], [1e-7], [1e-3, 0]]) expect(svgOf(gapChart([gaps]))).not.toMatch(/NaN|Infinity/)
  expect(gapChart([[]])).toBe('')
})
