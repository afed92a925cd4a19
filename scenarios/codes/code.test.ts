import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Problem } from '../problem.ts'
import { CODE_ALPHABET, CODE_LENGTH, isCode, newCode, parseAddressCode, printedCode, readAddressCode } from './code.ts'

const chance = fc.integer({ min: 0, max: 2 ** 31 }).map((seed) => {
  let a = seed
  return newCode((limit) => {
    a = (Math.imul(a, 1_103_515_245) + 12_345) >>> 0
    return (a >>> 8) % limit
  })
})

describe('an address code', () => {
  it('has no character that looks like another', () => {
    expect(CODE_ALPHABET).not.toMatch(/[01OIL]/)
    expect(new Set(CODE_ALPHABET).size).toBe(31)
  })

  it('is read back as it is printed, in small letters, with spaces', () => {
    fc.assert(
      fc.property(chance, (code) => {
        expect(isCode(code)).toBe(true)
        const printed = printedCode(code)
        for (const text of [
          code,
          printed,
          printed.toLowerCase(),
          ` ${printed.replace('-', ' ')} `,
          `Mã địa chỉ: ${printed}`,
        ])
          expect(parseAddressCode(text)).toBe(code)
      }),
    )
  })

  it('finds every single wrong character', () => {
    fc.assert(
      fc.property(chance, fc.nat(CODE_LENGTH - 1), (code, at) => {
        for (const letter of CODE_ALPHABET)
          if (letter !== code[at]) expect(isCode(code.slice(0, at) + letter + code.slice(at + 1))).toBe(false)
      }),
    )
  })

  it('finds any two characters that have changed places', () => {
    fc.assert(
      fc.property(chance, (code) => {
        for (let i = 0; i < CODE_LENGTH; i++)
          for (let k = i + 1; k < CODE_LENGTH; k++) {
            const letters = [...code]
            ;[letters[i], letters[k]] = [letters[k]!, letters[i]!]
            if (letters.join('') !== code) expect(isCode(letters.join(''))).toBe(false)
          }
      }),
    )
  })

  it('is no word, no number, no postcode, no grid code', () => {
    for (const text of ['HUNGYEN', 'TRANPHU', '2345678', '95115', '6PX7QFJC+2V', '30/4', 'phường 3', ''])
      expect(parseAddressCode(text)).toBeNull()
  })

  it('says what is wrong with it', () => {
    const said = (text: string) => {
      try {
        return readAddressCode(text)
      } catch (error) {
        return (error as Problem).detail.message.en
      }
    }
    expect(said('K7M-4P0X')).toMatch(/has no 0/)
    expect(said('K7M')).toMatch(/7 characters/)
    fc.assert(fc.property(chance, (code) => said(code) === code))
  })
})
