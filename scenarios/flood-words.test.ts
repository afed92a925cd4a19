import { describe, expect, it } from 'vitest'
import { depthBand, depthWord } from './flood-words.ts'

describe('depth as people read it', () => {
  it('is a band that holds the depth, in steps of 5 cm, never below the ground', () => {
    expect(depthBand(0.2, 0.1)).toEqual({ low: 10, high: 30 })
    expect(depthBand(0.03, 0.1)).toEqual({ low: 0, high: 15 })
    expect(depthBand(0.42, 0.15)).toEqual({ low: 25, high: 60 })
  })
  it('has a word', () => {
    expect([0.01, 0.07, 0.1, 0.3, 0.5, 6].map((d) => depthWord(d).vi)).toEqual([
      'gần như khô',
      'ướt mặt đường',
      'mắt cá',
      'đầu gối',
      'yên xe',
      'sâu hơn 1 m',
    ])
  })
})
