/** Words of signing a permit and of checking a file, Vietnamese first. */
import { both } from '../../scenarios/text.ts'

export const signingText = {
  title: both('Ký số giấy phép', 'Sign the permit'),
  notReady: both(
    'Máy chủ chưa được khai tổ chức chứng thực tin cậy (SIGNING_TRUST): bản đã ký chưa nộp được.',
    'This server has no trusted authorities (SIGNING_TRUST): signed files cannot be taken yet.',
  ),
  specimen: both(
    'Hồ sơ mẫu: có thể ký thử, dấu MẪU vẫn còn; hoặc cấp mà không ký.',
    'A specimen: it may be signed as a rehearsal and stays marked MẪU; or be issued without.',
  ),
  step1: both('1. Tải bản để ký', '1. Get the file to sign'),
  step1Why: both(
    'Số giấy phép được giữ cho hồ sơ này từ lúc tải, không cấp lại cho hồ sơ khác.',
    'The permit’s number is kept for this case from now on and given to no other.',
  ),
  landPapers: both('Giấy tờ về đất đai', 'Land papers'),
  workId: both('Mã định danh công trình (nếu có)', 'Id of the works (if any)'),
  get: both('Tải bản để ký', 'Get the file to sign'),
  making: both('Đang lập…', 'Making…'),
  ready: both('Số {number}, lập {time}.', 'No. {number}, made {time}.'),
  getAgain: both('Tải lại bản để ký', 'Get the file again'),
  makeAgain: both('Lập lại với nội dung khác', 'Make it again with other words'),
  makeAgainWhy: both(
    'Số giữ nguyên; bản cũ, kể cả đã ký, không nộp được nữa.',
    'The number stays; the older file, even if signed, cannot be handed in any more.',
  ),
  stale: both(
    'Hồ sơ đã thay đổi sau khi lập bản để ký: hãy lập lại.',
    'The case has changed since the file was made: make it again.',
  ),
  step2: both('2. Ký bằng phần mềm ký số', '2. Sign it with your signing software'),
  step2Why: both(
    'Chọn chuẩn PAdES (ký nối tiếp), không in lại, không nén, không sửa tệp. Hình chữ ký, nếu có, đặt gọn trong ô dưới chữ “(Ký số, đóng dấu)”.',
    'Choose PAdES (incremental); do not print, compress or change the file. A visible signature goes within the space under “(Ký số, đóng dấu)”.',
  ),
  step3: both('3. Nộp bản đã ký', '3. Hand in the signed file'),
  choose: both('Chọn tệp PDF đã ký', 'Choose the signed PDF'),
  sending: both('Đang gửi và kiểm tra {name}', 'Sending and checking {name}'),
  sure: both(
    'Chữ ký đúng thì giấy phép được cấp ngay, không hoàn tác.',
    'If the signature is right, the permit is issued at once; this cannot be undone.',
  ),

  signed: both('Đã ký số', 'Signed'),
  by: both('Người ký', 'Signed by'),
  at: both('Thời điểm ký (theo người ký)', 'Signed at (as the signer says)'),
  level: both('Mức chữ ký', 'Level'),
  levels: {
    'PAdES-B-B': both('PAdES B-B', 'PAdES B-B'),
    PKCS7: both('PKCS#7 (dưới PAdES B-B)', 'PKCS#7 (below PAdES B-B)'),
  },
  certificate: both('Chứng thư', 'Certificate'),
  issuer: both('Nơi cấp chứng thư', 'Issued by'),
  until: both('Chứng thư hết hạn', 'Certificate valid until'),
  revocation: both('Thu hồi', 'Revocation'),
  revocations: {
    checked: both('chưa bị thu hồi khi nộp', 'not revoked when handed in'),
    'not-checked': both('không kiểm tra thu hồi', 'not checked for revocation'),
  },
  getSigned: both('Tải giấy phép đã ký', 'Get the signed permit'),

  check: both('Kiểm tra tệp giấy phép', 'Check a permit’s file'),
  checkWhy: both(
    'Thả tệp PDF vào đây hoặc bấm chọn. Tệp không rời máy của bạn: chỉ dấu SHA-256 được gửi đi.',
    'Drop the PDF here or choose it. It does not leave your device: only its SHA-256 is sent.',
  ),
  chooseFile: both('Chọn tệp PDF', 'Choose a PDF'),
  checking: both('Đang kiểm tra…', 'Checking…'),
  genuine: both('Đúng là giấy phép đã cấp, không bị sửa.', 'This is the permit as issued, unchanged.'),
  specimenFile: both(
    'Đúng tệp đã cấp, không bị sửa; nhưng là bản mẫu, không phải giấy phép.',
    'The file as issued, unchanged; but a specimen, no permit.',
  ),
  notSigned: both('Bản gửi đi để ký: chưa phải giấy phép.', 'The file that went out to be signed: no permit.'),
  unknown: both(
    'Không phải tệp do hệ thống này cấp, hoặc tệp đã bị sửa.',
    'No file that was issued here, or it was changed.',
  ),
  noLonger: both('Giấy phép này không còn hiệu lực.', 'This permit is no longer in force.'),
  number: both('Số giấy phép', 'Permit number'),
  state: both('Tình trạng hiện nay', 'State now'),
  issued: both('Ngày cấp', 'Issued'),
  since: both('Thay đổi từ khi cấp', 'Since it was issued'),
  nothing: both('không có', 'nothing'),
  offline: both(
    'Kiểm tra không cần máy chủ: vithanh permit verify <tệp.pdf> --trust <chứng thư gốc.pem>',
    'Without this server: vithanh permit verify <file.pdf> --trust <roots.pem>',
  ),
} as const
