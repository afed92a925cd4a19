/**
 * What a password may be, besides its length: enough must be left of it when the account's name, the city's name and the
 * commonest passwords are taken out, and it must not be the same few characters. (NIST SP 800-63B §3.1.1.2: length and a
 * list of what is common or expected; no rule about kinds of characters.)
 */
import { both } from '../scenarios/text.ts'
import { type Refusal, refuse } from './http.ts'

const LEAST_LEFT = 8
const LEAST_DIFFERENT = 5
/** Shorter names stand in too many words. */
const LEAST_NAME = 3

/** Parts of the commonest passwords in Việt Nam and the world, without marks; longer ones first. */
const COMMON = [
  ...['1234567890', '0123456789', '9876543210', '123456789', '987654321', 'abcdefgh', 'abc123', '123123', '112233'],
  ...['123456', '654321', '12345', '1234', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'qwerty', 'qwer1234', '1q2w3e4r5t'],
  ...['1q2w3e4r', '1qaz2wsx', 'password', 'passw0rd', 'matkhau', 'anhyeuem', 'emyeuanh', 'yeuemnhieu', 'iloveyou'],
  ...['khongbiet', 'khongcho', 'administrator', 'quantrivien', 'quantri', 'admin', 'welcome', 'letmein', 'xinchao'],
  ...['vietnam', 'saigon', 'hanoi', 'cantho', 'haugiang', 'vithanhtwin', 'vithanh', 'uyban', 'ubnd', 'sunshine'],
  ...['football', 'bongda', 'dragon', 'monkey', 'master', 'changeme', 'doimatkhau', 'secret', 'testtest', 'test'],
].toSorted((a, b) => b.length - a.length)

/** Lower case, without marks and signs: `Vị Thanh!` is `vithanh`. */
export const plainOf = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('đ', 'd')
    .normalize('NFD')
    .replace(/[^a-z0-9]/g, '')

/** Why the password will not do; null where it will. `names`: of the account and of the city. */
export function passwordFault(password: string, names: readonly string[], place: string): Refusal | null {
  const characters = [...password.normalize('NFC').toLowerCase()]
  const names1 = names.flatMap((name) => [plainOf(name), ...name.split(/[\s._-]+/).map(plainOf)])
  const known = new Set(names1.filter(({ length }) => length >= LEAST_NAME))
  // Scripts without Latin letters stay as they are; what is left of them is counted too.
  let left = characters
    .join('')
    .replaceAll('đ', 'd')
    .normalize('NFD')
    .replace(/[\p{M}\p{P}\p{S}\p{Z}]/gu, '')
  for (const name of [...known].toSorted((a, b) => b.length - a.length)) left = left.replaceAll(name, '')
  const withoutNames = [...left].length
  for (const word of COMMON) left = left.replaceAll(word, '')
  if (withoutNames < LEAST_LEFT && withoutNames < characters.length / 2) {
    const message = both(
      'Mật khẩu phần lớn là tên tài khoản hoặc tên thành phố; hãy chọn mật khẩu khác',
      "The password is mostly the account's or the city's name; choose another",
    )
    return refuse(400, 'session/weak-password', message, place)
  }
  if ([...left].length < LEAST_LEFT || new Set(characters).size < LEAST_DIFFERENT) {
    const message = both(
      'Mật khẩu quá dễ đoán: gồm mật khẩu thường gặp, tên hoặc ít ký tự khác nhau; hãy chọn vài từ không liên quan',
      'The password is too easy to guess: common ones, names or few different characters; choose a few unrelated words',
    )
    return refuse(400, 'session/weak-password', message, place)
  }
  return null
}
