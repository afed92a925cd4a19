import { expect, test } from 'vitest'
import { detelexed, editDistance, wordsOf } from './words.ts'

const said = (text: string): string =>
  wordsOf(text)
    .map((word) => word.text)
    .join(' ')

test.each([
  ['615B Trần Hưng Đạo, KV 10, Phường III', '615b tran hung dao khu vuc 10 phuong 3'],
  ['P.1, TP.Vị Thanh', 'phuong 1 thanh pho vi thanh'],
  ['F4 tpvt', 'phuong 4 thanh pho vi thanh'],
  ['K/v 5 PVII', 'khu vuc 5 phuong 7'],
  ['12 đường ba mươi tháng tư', '12 duong 30/4'],
  ['số 5 đường 01-05', 'so 5 duong 1/5'],
  ['khu vực hai mươi mốt', 'khu vuc 21'],
  ['tỉnh lộ 931B', 'duong tinh 931b'],
  ['QL61C', 'quoc lo 61c'],
  ['5 bis Lê Lai', '5bis le lai'],
  ['61-63 Hòa Bình', '61-63 hoa binh'],
  ['Hoả Lựu', 'hoa luu'],
  ['phường Vị Tân', 'phuong vi tan'],
  ['hẻm 12, nhà 3 A', 'hem 12 nha 3a'],
  ['Trường TH Phường I', 'truong tieu hoc phuong 1'],
  ['\u200bLê\u00a0Lai ', 'le lai'],
])('%s', (text, words) => {
  expect(said(text)).toBe(words)
})

test('what an input method left behind comes off where that makes a known word', () => {
  const known = (word: string) => ['tran', 'hung', 'dao', 'vi', 'thanh', 'truong', 'nguyen'].includes(word)
  const mended = (text: string) =>
    wordsOf(text, known)
      .map((word) => word.text)
      .join(' ')
  expect(mended('Traanf Huwng DDaoj')).toBe('tran hung dao')
  expect(mended('Vij Thanh')).toBe('vi thanh')
  expect(mended('Tra62n Hu7ng D9ao5')).toBe('tran hung dao')
  expect(mended('Nguyeenx')).toBe('nguyen')
  expect(detelexed('truwowngf')).toBe('truong')
})

test('edits between words: put in, left out, taken for another, swapped', () => {
  expect([editDistance('hung', 'hug', 2), editDistance('hung', 'hugn', 2), editDistance('hung', 'hong', 2)]).toEqual([
    1, 1, 1,
  ])
  expect(editDistance('hung', 'thanh', 2)).toBe(3)
})
