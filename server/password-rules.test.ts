import fc from 'fast-check'
import { expect, test } from 'vitest'
import { passwordFault, plainOf } from './password-rules.ts'
import { oneTimePassword } from './passwords.ts'

const names = ['lan.nguyen', 'Nguyễn Thị Lan', 'vi-thanh', 'Thành phố Vị Thanh', 'Vị Thanh city']
const fault = (password: string) => passwordFault(password, names, 'body.next')?.detail.code ?? null

test('names, the commonest and the same few characters are refused, marks and case or not', () => {
  for (const password of [
    'lan.nguyen-lan.nguyen',
    'LanNguyen2026',
    'Nguyễn Thị Lan 1',
    'Vị Thanh 2026!!',
    'thanhphovithanh',
    '123456789012',
    'Password1234',
    'mật khẩu 12345',
    'matkhau@123456',
    'aaaaaaaaaaaaaaaa',
    'abababababababab',
    'qwertyuiopasdfghjkl',
    'admin12345678',
    '!!!!!!!!!!!!!!!!',
  ])
    expect([password, fault(password)]).toEqual([password, 'session/weak-password'])
})

test('a few unrelated words do, also beside a name, also in another script', () => {
  for (const password of [
    'mật khẩu dài của thử nghiệm',
    'con cò bay lả bay la',
    'kênh xáng xà no lúa chín',
    'vithanh con cò bay lả',
    'correct horse battery',
    'пароль-река-лодка-дождь',
  ])
    expect([password, fault(password)]).toEqual([password, null])
  for (let i = 0; i < 100; i++) expect(fault(oneTimePassword())).toBe(null)
})

test('any name alone, repeated or with digits behind it, will not do', () => {
  const name = fc.stringMatching(/^[a-z]{3,20}$/)
  fc.assert(
    fc.property(name, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 9999 }), (own, times, digits) => {
      expect(passwordFault(own.repeat(times) + String(digits), [own], 'x')).not.toBeNull()
    }),
  )
  expect(plainOf('Đặng Vị-Thanh')).toBe('dangvithanh')
})
