/** A warning for tests: a bulletin of high water, relayed, for twelve hours. */
import type { Warning } from '../scenarios/warnings.ts'

export const warning = (more: Partial<Warning> = {}): Warning => ({
  schema: 'warning@1',
  id: 'vt.2026.1',
  sender: 'UBND phường Vị Thanh',
  sent: '2026-11-26T01:00:00Z',
  status: 'Actual',
  msgType: 'Alert',
  references: [],
  category: 'Met',
  event: { vi: 'Triều cường', en: 'High tide' },
  urgency: 'Expected',
  severity: 'Moderate',
  certainty: 'Likely',
  onset: null,
  expires: '2026-11-26T13:00:00Z',
  headline: { vi: 'Nước kênh Xà No lên cao chiều nay', en: 'High water in the Xà No canal this afternoon' },
  description: {
    vi: 'Mực nước có thể vượt báo động II từ 15 giờ đến 19 giờ.',
    en: 'The level may pass alarm II from 15:00 to 19:00.',
  },
  instruction: {
    vi: 'Kê cao đồ đạc; không để trẻ nhỏ ra kênh.',
    en: 'Put things higher; keep children from the canal.',
  },
  areas: [{ title: { vi: 'Phường Vị Thanh', en: 'Vị Thanh ward' }, polygons: [], unitCodes: ['31321'] }],
  basis: { kind: 'bulletin', issuer: 'Đài Khí tượng Thủy văn', number: 'TIN-12' },
  illustrative: false,
  ...more,
})
