/** Every word of luminaires and road surfaces from files, Vietnamese first. */
import type { PhotometryFile } from '../../data/readers/photometry/photometry.ts'
import type { FileLuminaire } from '../../scenarios/lighting-files.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'

export const luminaireText = {
  title: both('Bộ đèn từ tệp', 'Luminaires from files'),
  why: both(
    'Số đo phân bố cường độ sáng của nhà sản xuất, thay cho bộ đèn dựng theo công thức. Số liệu đi cùng phương án: ai mở, máy chủ nào tính cũng ra cùng kết quả.',
    'Intensities measured by the maker, in place of luminaires made by formula. They travel with the scenario: whoever opens or computes it gets the same.',
  ),
  none: both('Chưa có bộ đèn nào từ tệp.', 'There is no luminaire from a file yet.'),
  add: both('Thêm bộ đèn từ tệp (IES, LDT)', 'Add a luminaire from a file (IES, LDT)'),
  full: both('Đã đủ {n} bộ đèn: hãy bỏ bớt một bộ.', 'There are {n} luminaires already: remove one first.'),
  preview: both('Bộ đèn trong tệp', 'The luminaire of the file'),
  take: both('Thêm vào phương án', 'Add to the scenario'),
  leave: both('Bỏ qua', 'Leave it'),
  taken: both(
    'Đã thêm “{title}”. Chọn bộ đèn này ở mục Bộ đèn khi bấm một cây đèn hoặc một con đường trên bản đồ.',
    '“{title}” is added. Choose it under Luminaire after a click on a lamp or a street on the map.',
  ),
  there: both('Bộ đèn này đã có trong phương án.', 'This luminaire is in the scenario already.'),
  removed: both('Đã bỏ “{title}”.', '“{title}” is removed.'),
  remove: both('Bỏ {title}', 'Remove {title}'),
  inUse: both('Đang dùng trong phương án nên chưa bỏ được.', 'In use in the scenario, so it stays.'),
  tooMany: both('phương án sẽ có quá nhiều số liệu cường độ sáng', 'the scenario would have too many intensities'),

  file: both('Tệp', 'File'),
  format: both('Định dạng', 'Format'),
  hash: both('Dấu SHA-256', 'SHA-256'),
  source: both('Nguồn', 'Source'),
  flux: both('Quang thông bộ đèn', 'Luminaire flux'),
  power: both('Công suất', 'Power'),
  powerMissing: both(
    'Tệp không ghi công suất: hãy nhập theo nhãn bộ đèn.',
    'The file gives no power: enter the rated one.',
  ),
  efficacy: both('Hiệu suất', 'Efficacy'),
  symmetry: both('Đối xứng', 'Symmetry'),
  angles: both('Bảng số liệu', 'Table'),
  anglesAre: both('{planes} mặt phẳng C × {gammas} góc γ', '{planes} C planes × {gammas} γ angles'),
  beam: both('Góc chùm 50 % (C0–C180 / C90–C270)', 'Beam angle 50 % (C0–C180 / C90–C270)'),
  most: both('Cường độ lớn nhất', 'Greatest intensity'),
  mostAt: both('{candela} cd ở C{plane}, γ {gamma}°', '{candela} cd at C{plane}, γ {gamma}°'),
  streetPlane: both('Mặt phẳng hướng ra đường', 'Plane that looks at the street'),
  lightSource: both('Loại nguồn sáng', 'Light source'),
  lightSourceMissing: both(
    'tệp không nói rõ loại nguồn sáng, hãy chọn',
    'the file does not name its light source: choose it',
  ),
  choose: both('— chọn —', '— choose —'),
  notUsed: both('Không dùng trong tệp', 'Not used of the file'),
  polar: both('Biểu đồ cực cường độ sáng (cd/klm)', 'Polar diagram of intensity (cd/klm)'),
  brought: both('Bộ đèn, mặt đường từ tệp', 'Luminaires and road surface from files'),
  details: both('Đường cong và số liệu', 'Curves and figures'),

  // the road surface
  rTable: both('Mặt đường (bảng r)', 'Road surface (r-table)'),
  rWhy: both(
    'CSV: dòng đầu là β (độ, 0 đến 180), mỗi dòng sau là tan γ rồi r × 10⁴. Không có tệp thì dùng R3.',
    'CSV: the first row is β (degrees, 0 to 180), then rows of tan γ and r × 10⁴. R3 is used where there is no file.',
  ),
  rAdd: both('Chọn bảng r từ tệp (CSV)', 'Take an r-table from a file (CSV)'),
  rNone: both('Đang dùng R3 (theo trí nhớ, chưa đối chiếu).', 'R3 is used (from memory, not compared).'),
  rHave: both('Đang dùng {file}: Q0 = {q0}, S1 = {s1}.', '{file} is used: Q0 = {q0}, S1 = {s1}.'),
  rDrop: both('Về R3', 'Back to R3'),
  compared: both('Đã đối chiếu với bảng in', 'Compared with the printed table'),
  comparedHint: both(
    'Ghi tên tài liệu, số bảng, trang. Để trống: độ chói chỉ để tham khảo, không kết luận đạt hay không đạt.',
    'Name of the document, table, page. Left empty: luminance stays indicative and decides nothing.',
  ),
  confirm: both('Xác nhận đã đối chiếu', 'Confirm the comparison'),
  certified: both('Đã đối chiếu: {with}.', 'Compared: {with}.'),
} as const

export const symmetryTitles: Record<PhotometryFile['symmetry'], Bilingual> = {
  rotational: both('xoay tròn', 'rotational'),
  quadrant: both('hai mặt phẳng (C0–C90)', 'two planes (C0–C90)'),
  'bilateral 0–180': both('qua mặt phẳng C0–C180', 'about the plane C0–C180'),
  'bilateral 90–270': both('qua mặt phẳng C90–C270', 'about the plane C90–C270'),
  none: both('không đối xứng', 'none'),
}

export const lightSourceTitles: Record<FileLuminaire['lightSource'], Bilingual> = {
  LED: both('LED', 'LED'),
  HPS: both('Natri cao áp (HPS)', 'High-pressure sodium (HPS)'),
}
