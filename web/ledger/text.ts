/** The words of the ledger's pages. */
import { eventTitles, type PermitEvent } from '../../scenarios/permits/process.ts'
import type { RunKind } from '../../scenarios/run.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'
import type { CheckName, CheckState } from './checks.ts'

export const text = {
  title: both('Sổ cái', 'Ledger'),
  intro: both(
    'Mỗi việc làm trên hệ thống là một mục: chỉ thêm, không sửa, nối với mục trước bằng mã băm và được máy chủ ký. Mục không chứa dữ liệu cá nhân: người làm chỉ là một mã băm có muối.',
    'Everything that is done here is an entry: only ever added, tied to the one before by its hash, signed by the server. Entries hold no personal data: who did it is a salted hash.',
  ),
  loading: both('Đang tải…', 'Loading…'),
  published: both('Đầu sổ công bố gần nhất', 'Last published head'),
  noHead: both('Chưa công bố đầu sổ nào.', 'No head is published yet.'),
  key: both('Khóa ký (SHA-256)', 'Signing key (SHA-256)'),
  entryNumber: both('Mục {n}', 'Entry {n}'),
  open: both('Mở một mục', 'Open an entry'),
  number: both('Số mục', 'Entry number'),
  show: both('Xem', 'Show'),
  listForStaff: both(
    'Tìm trong cả sổ dành cho người đã đăng nhập. Ai có số hay đường dẫn của một mục cũng xem và tự kiểm tra được mục đó.',
    'Searching the whole ledger is for those who sign in. Whoever has the number or link of an entry may see and check it.',
  ),
  filters: both('Lọc', 'Filters'),
  subject: both('Đối tượng bắt đầu bằng', 'Subject begins with'),
  action: both('Việc làm bắt đầu bằng', 'Action begins with'),
  role: both('Vai trò', 'Role'),
  anyRole: both('mọi vai trò', 'any role'),
  found: both('{n} mục', '{n} entries'),
  ofAccount: both('Việc về tài khoản', 'Of an account'),
  sealed: both(
    'Nội dung của mục về tài khoản chỉ hiện cho người đã đăng nhập. Chỗ đứng của mục trong chuỗi vẫn kiểm tra được.',
    'What an entry of an account says is shown to those who sign in. Its place in the chain can be checked all the same.',
  ),
  back: both('Về sổ cái', 'Back to the ledger'),
  entryBefore: both('Mục trước', 'Entry before'),
  entryAfter: both('Mục sau', 'Entry after'),
  done: both('Việc đã làm', 'What was done'),
  actor: both('Người làm', 'Who'),
  time: both('Thời điểm', 'When'),
  what: both('Đối tượng', 'Subject'),
  signedText: both(
    'Nội dung được ký (JSON chuẩn RFC 8785, xuống dòng cho dễ đọc)',
    'What was signed (RFC 8785 JSON, in lines)',
  ),
  hash: both('Mã băm', 'Hash'),
  previousHash: both('Mã băm mục trước', 'Hash of the entry before'),
  signature: both('Chữ ký Ed25519', 'Ed25519 signature'),
  share: both('Đường dẫn của mục này', 'Link to this entry'),
  shareHint: both(
    'Quét hoặc gửi đi: người nhận tự kiểm tra, không cần tài khoản.',
    'Scan or send it: no account is needed to check.',
  ),
  copy: both('Chép đường dẫn', 'Copy the link'),
  copied: both('Đã chép', 'Copied'),
  checks: both('Trình duyệt của bạn tự kiểm tra', 'Checked by your own browser'),
  checking: both('Đang kiểm tra…', 'Checking…'),
  walking: both('Đang đi theo chuỗi', 'Walking the chain'),
  toLast: both('Kiểm tra tiếp đến đầu sổ mới nhất (mục {n})', 'Go on to the latest head (entry {n})'),
  stop: both('Dừng', 'Stop'),
  rerun: both('Chạy lại mô phỏng của quyết định này', 'Run the simulation of this decision again'),
  rerunHint: both(
    'Mô phỏng {kind} được tính lại ngay trên máy này, từ đúng kịch bản đã lưu. Cùng đầu vào thì phải ra cùng mã kết quả.',
    'The {kind} simulation is computed again on this device, from the very scenario that was stored. The same input must give the same digest.',
  ),
  running: both('Đang tính', 'Computing'),
  stopped: both('Đã dừng.', 'Stopped.'),
  digestStored: both('Mã kết quả đã lưu', 'Digest stored'),
  digestHere: both('Mã kết quả tính ở đây', 'Digest computed here'),
  same: both(
    'Trùng: máy này tính ra đúng kết quả đã lưu.',
    'The same: this device computed the very result that was stored.',
  ),
  different: both(
    'KHÔNG trùng: kết quả tính ở đây khác kết quả đã lưu.',
    'NOT the same: the result computed here differs from the one stored.',
  ),
  otherKernel: both(
    'Lần tính đó dùng bộ tính {before}; trang này có {here}. Kết quả có thể khác vì vậy.',
    'That run used the kernel {before}; this page brings {here}. The result may differ for that reason.',
  ),
  file: both('Kiểm tra tệp sổ cái đã xuất', 'Check an exported ledger'),
  fileHint: both(
    'Thả tệp vào đây hoặc chọn tệp. Tệp được kiểm tra trong trình duyệt, không gửi đi đâu.',
    'Drop the file here, or choose it. It is checked in the browser and sent nowhere.',
  ),
  chooseFile: both('Chọn tệp', 'Choose a file'),
  fileWhole: both('Tệp nguyên vẹn: {n} mục, không có lỗi.', 'The file is whole: {n} entries, no fault.'),
  fileFaulty: both('Tệp có {n} lỗi:', 'The file has {n} faults:'),
  fileOfServer: both(
    'Khóa của tệp trùng với khóa mà máy chủ này công bố.',
    'The key in the file is the one that this server publishes.',
  ),
  fileOtherKey: both(
    'Khóa của tệp KHÁC khóa mà máy chủ này công bố: hãy đối chiếu vân tay khóa với cơ quan.',
    'The key in the file is NOT the one that this server publishes: compare its fingerprint with the office.',
  ),
  reaches: both(
    'Tệp khớp với đầu sổ mà máy chủ này công bố (mục {n}).',
    'The file holds the head that this server published (entry {n}).',
  ),
  reachesNot: both(
    'Tệp không chứa đầu sổ mà máy chủ này công bố (mục {n}): tệp cũ hơn, bị cắt, hoặc của sổ khác.',
    'The file does not hold the head that this server published (entry {n}): it is older, cut short, or of another ledger.',
  ),
}

const roleTitles: Readonly<Record<string, Bilingual>> = {
  planner: both('quy hoạch', 'planner'),
  reviewer: both('thẩm định', 'reviewer'),
  approver: both('phê duyệt', 'approver'),
  operator: both('vận hành', 'operator'),
  admin: both('quản trị', 'administrator'),
  citizen: both('người dân', 'citizen'),
  server: both('máy chủ', 'server'),
}
export const ledgerRoles = Object.keys(roleTitles)
const asItIs = (word: string): Bilingual => both(word, word)
export const roleTitle = (role: string): Bilingual => roleTitles[role] ?? asItIs(role)

export const actorTitle = (actor: string): Bilingual =>
  ({
    server: both('máy chủ', 'the server'),
    clock: both('đồng hồ thời hạn', 'the clock of terms'),
    applicant: both('người nộp hồ sơ', 'the applicant'),
  })[actor] ?? asItIs(actor)

export const actionTitles: Readonly<Record<string, Bilingual>> = {
  'run.stored': both('Lưu kết quả mô phỏng', 'Simulation result stored'),
  'scenario.saved': both('Lưu phương án', 'Scenario saved'),
  'user.created': both('Lập tài khoản', 'Account made'),
  'user.changed': both('Đổi tài khoản', 'Account changed'),
  'user.password-reset': both('Cấp lại mật khẩu', 'Password reset'),
  'user.password-changed': both('Đổi mật khẩu', 'Password changed'),
  'user.locked': both('Khóa tạm tài khoản', 'Account locked for a while'),
  'user.unlocked': both('Mở khóa tài khoản', 'Account unlocked'),
  'user.second-step-on': both('Bật bước xác thực thứ hai', 'Second step turned on'),
  'user.second-step-off': both('Tắt bước xác thực thứ hai', 'Second step turned off'),
  'user.recovery-code-used': both('Dùng mã dự phòng', 'Recovery code used'),
  'user.sso-tied': both('Nối với đăng nhập một lần', 'Tied to single sign-on'),
  'calendar.saved': both('Lưu lịch làm việc', 'Working calendar saved'),
  'permit.file': both('Nộp hồ sơ', 'Dossier filed'),
  'permit.checked': both('Kiểm tra hồ sơ theo quy tắc', 'Dossier checked by the rules'),
  'permit.attached': both('Đính kèm tệp', 'File attached'),
  'permit.people-erased': both('Xóa dữ liệu cá nhân của hồ sơ', 'People of a case erased'),
  'ledger.key-rotated': both('Đổi khóa ký sổ cái', 'Signing key replaced'),
}
export const actionTitle = (action: string): Bilingual =>
  actionTitles[action] ?? eventTitles[action.replace(/^permit\./, '') as PermitEvent] ?? asItIs(action)

export const kindTitles: Readonly<Record<RunKind, Bilingual>> = {
  drainage: both('thoát nước', 'drainage'),
  traffic: both('giao thông', 'traffic'),
  lighting: both('chiếu sáng', 'lighting'),
}

export const stateTitles: Readonly<Record<CheckState, Bilingual>> = {
  right: both('đúng', 'right'),
  wrong: both('SAI', 'WRONG'),
  open: both('chưa có', 'not yet'),
}

type Told = CheckName | 'head' | 'kept' | 'record'
/** Each check, as it stands when it holds, when it does not, and when there is nothing to hold it against. */
export const checkTitles: Readonly<Record<Told, Readonly<Record<CheckState, Bilingual>>>> = {
  hash: {
    right: both(
      'Nội dung đúng như lúc ghi: tính lại ra đúng mã băm.',
      'The content is as it was written: its hash comes out the same.',
    ),
    wrong: both(
      'Nội dung đã bị đổi: tính lại ra mã băm khác.',
      'The content was changed: its hash comes out different.',
    ),
    open: both(
      'Nội dung không hiện ở đây: máy chủ đã kiểm tra và ký xác nhận chỗ đứng của mục trong chuỗi.',
      'The content is not shown here: the server checked it and signs where the entry stands in the chain.',
    ),
  },
  signature: {
    right: both('Chữ ký đúng là của máy chủ này.', 'The signature is this server’s.'),
    wrong: both('Chữ ký không phải của máy chủ này.', 'The signature is not this server’s.'),
    open: both('Chưa kiểm tra chữ ký.', 'The signature is not checked yet.'),
  },
  key: {
    right: both(
      'Khóa ký nối tiếp đến khóa đang dùng, không đứt quãng.',
      'The signing keys lead to today’s without a gap.',
    ),
    wrong: both('Khóa ký không nối tiếp đến khóa đang dùng.', 'The signing keys do not lead to today’s.'),
    open: both('Chưa kiểm tra khóa.', 'The keys are not checked yet.'),
  },
  before: {
    right: both('Nối đúng với mục đứng trước.', 'Follows the entry before it.'),
    wrong: both(
      'Không nối với mục đứng trước: có mục bị đổi, bỏ hoặc đảo chỗ.',
      'Does not follow the entry before: one was changed, removed or moved.',
    ),
    open: both('Chưa có mục đứng trước.', 'No entry before it.'),
  },
  after: {
    right: both('Mục đứng sau nối đúng với mục này.', 'The entry after it follows.'),
    wrong: both(
      'Mục đứng sau không nối với mục này: có mục bị đổi, bỏ hoặc đảo chỗ.',
      'The entry after it does not follow: one was changed, removed or moved.',
    ),
    open: both('Đây là mục mới nhất: chưa có mục đứng sau.', 'This is the newest entry: none follows yet.'),
  },
  head: {
    right: both(
      'Chuỗi liền đến đầu sổ đã công bố (mục {n}): ai giữ đầu sổ ấy thì biết là không có gì bị đổi.',
      'The chain runs whole to a published head (entry {n}): whoever keeps that head knows that nothing was changed.',
    ),
    wrong: both(
      'Chuỗi không đến được đầu sổ đã công bố: sổ bị cắt hoặc bị viết lại.',
      'The chain does not reach the published head: the ledger was cut or rewritten.',
    ),
    open: both(
      'Chưa có đầu sổ nào được công bố sau mục này; hãy xem lại sau ít phút.',
      'No head was published after this entry yet; look again in some minutes.',
    ),
  },
  kept: {
    right: both(
      'Đầu sổ mà trình duyệt này thấy lần trước (mục {n}) vẫn còn nguyên trong sổ.',
      'The head that this browser saw last time (entry {n}) still stands in the ledger.',
    ),
    wrong: both(
      'Đầu sổ mà trình duyệt này thấy lần trước (mục {n}) KHÔNG còn trong sổ: sổ bị cắt hoặc bị viết lại.',
      'The head that this browser saw last time (entry {n}) no longer stands in the ledger: it was cut or rewritten.',
    ),
    open: both(
      'Trình duyệt này chưa từng thấy đầu sổ; từ nay nó nhớ để đối chiếu lần sau.',
      'This browser had seen no head yet; it keeps the one of today for the next time.',
    ),
  },
  record: {
    right: both(
      'Kết quả và kịch bản đang lưu đúng là cái đã ghi vào sổ.',
      'The stored result and scenario are those that the entry was signed over.',
    ),
    wrong: both(
      'Kết quả hoặc kịch bản đang lưu khác với cái đã ghi vào sổ.',
      'The stored result or scenario differs from what the entry was signed over.',
    ),
    open: both('Chưa đọc được kết quả đang lưu.', 'The stored result is not read yet.'),
  },
}
