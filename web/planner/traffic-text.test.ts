import { expect, test } from 'vitest'
import { trafficText } from './traffic-text.ts'

const leaves = (value: object): { vi: string; en: string }[] =>
  'vi' in value && 'en' in value ? [value as { vi: string; en: string }] : Object.values(value).flatMap(leaves)

const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort()

test('every word of traffic stands in both languages and fills the same places', () => {
  for (const { vi, en } of leaves(trafficText)) {
    expect(Boolean(vi)).toBe(Boolean(en))
    expect(places(en)).toEqual(places(vi))
  }
})
