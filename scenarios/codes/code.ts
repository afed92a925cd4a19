/**
 * The form of an address code: seven characters of 31 that cannot be taken for one another, the last of them a check. It says nothing
 * of where the address lies, so that no unit's change changes it. Printed in two groups: `K7M-4P2X`.
 *
 * The check is a weighted sum over the prime 31, every place with a weight of its own: one wrong character and any two that have changed
 * places are always found.
 */
import { Problem } from '../problem.ts'
import { both } from '../text.ts'

/** Without 0 O, 1 I L. */
export const CODE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const BASE = CODE_ALPHABET.length
const OWN = 6
export const CODE_LENGTH = OWN + 1

export const CODE_FORM = new RegExp(`^[${CODE_ALPHABET}]{${CODE_LENGTH}}$`)

const numberOf = (letter: string): number => CODE_ALPHABET.indexOf(letter)

function checkOf(own: string): string {
  const sum = [...own].reduce((all, letter, i) => all + (i + 1) * numberOf(letter), 0)
  // Weights 1 … 6, and −1 for the check: sum − check ≡ 0.
  return CODE_ALPHABET[sum % BASE]!
}

/** Words are no codes, and numbers are none: a code has a letter and a digit among the first six. */
const isMixed = (own: string): boolean => /[2-9]/.test(own) && /[A-Z]/.test(own)

/**
 * A new code; whether it is taken is for the register to say.
 * @param below a whole number from 0 up to, not including, its argument
 */
export function newCode(below: (limit: number) => number): string {
  for (;;) {
    const own = Array.from({ length: OWN }, () => CODE_ALPHABET[below(BASE)]!).join('')
    if (isMixed(own)) return own + checkOf(own)
  }
}

export const isCode = (text: string): boolean =>
  CODE_FORM.test(text) && isMixed(text.slice(0, OWN)) && checkOf(text.slice(0, OWN)) === text[OWN]

/** `K7M4P2X` → `K7M-4P2X` */
export const printedCode = (code: string): string => `${code.slice(0, 3)}-${code.slice(3)}`

const plain = (text: string): string => text.toUpperCase().replace(/[\s\-–.·]/g, '')

/** The code in a text that is nothing else, as people write it: small letters, spaces, a hyphen. Null where it is none, or wrongly typed. */
export function parseAddressCode(text: string): string | null {
  if (text.length > 40) return null
  // A code may itself begin with MA.
  const bare = text.trim().replace(/^(mã|ma|code)\s*(địa chỉ|dia chi)?\s*:?\s*/i, '')
  return [text, bare].map(plain).find(isCode) ?? null
}

/** @throws Problem `codes/typed` that says what cannot be in a code, or that one character is wrong */
export function readAddressCode(text: string): string {
  const code = parseAddressCode(text)
  if (code) return code
  const given = plain(text)
  const foreign = [...new Set([...given].filter((letter) => !CODE_ALPHABET.includes(letter)))].slice(0, 5)
  throw new Problem({
    code: 'codes/typed',
    message:
      foreign.length > 0
        ? both(`Mã địa chỉ không có ký tự ${foreign.join(' ')}`, `An address code has no ${foreign.join(' ')}`)
        : given.length === CODE_LENGTH
          ? both('Mã gõ sai một ký tự hoặc đổi chỗ hai ký tự', 'A character is wrong, or two have changed places')
          : both(`Mã địa chỉ có ${CODE_LENGTH} ký tự`, `An address code has ${CODE_LENGTH} characters`),
    place: given.slice(0, 20),
    expected: 'K7M-4P2X',
  })
}
