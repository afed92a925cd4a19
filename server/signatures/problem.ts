/** What can be wrong with a signed file; each fault has a code of its own. */
import { Problem } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'

const faults = {
  'not-pdf': both('Tệp này không phải PDF đọc được', 'This file is no PDF that can be read'),
  original: both(
    'Tệp này không phải bản đã tải về để ký: phần đầu tệp khác bản gốc',
    'This is not the file that was given out to be signed: it does not begin with the original',
  ),
  none: both('Tệp chưa có chữ ký số', 'The file has no digital signature'),
  'second-update': both(
    'Tệp có hơn một lần cập nhật: phải có đúng một chữ ký và không có gì thêm sau đó',
    'The file was updated more than once: there must be exactly one signature and nothing after it',
  ),
  'update-form': both(
    'Phần ký thêm vào tệp không theo dạng được nhận (bảng xref nối tiếp của PDF)',
    'What the signer appended has not the form that is taken (an incremental update with an xref table)',
  ),
  'changes-document': both(
    'Lần ký đã đổi nội dung tệp ngoài chữ ký',
    'Signing changed the document beyond its signature',
  ),
  'changes-page': both(
    'Lần ký đã đổi một trang: nội dung, tài nguyên, khổ hoặc chú thích',
    'Signing changed a page: its contents, resources, boxes or annotations',
  ),
  'active-content': both('Lần ký đưa thêm nội dung động vào tệp', 'Signing added active content to the file'),
  appearance: both(
    'Hình chữ ký phải nằm trong chỗ dành cho chữ ký, hoặc không hiện',
    'A visible signature must lie within the place left for it, or not be shown',
  ),
  'byte-range': both(
    'Chữ ký không bao trùm toàn bộ tệp (ByteRange)',
    'The signature does not cover the whole file (ByteRange)',
  ),
  'sub-filter': both('Dạng chữ ký không được nhận', 'This kind of signature is not taken'),
  'cms-form': both('Khối chữ ký (CMS) sai dạng', 'The signature block (CMS) is malformed'),
  weak: both('Thuật toán hoặc khóa quá yếu', 'The algorithm or the key is too weak'),
  digest: both(
    'Nội dung tệp không khớp chữ ký: tệp đã bị sửa',
    'The file does not match its signature: it was changed',
  ),
  value: both('Chữ ký số sai', 'The digital signature is wrong'),
  'certificate-attribute': both(
    'Thuộc tính chứng thư trong chữ ký trỏ tới chứng thư khác',
    'The signing-certificate attribute names another certificate',
  ),
  'self-signed': both(
    'Chứng thư của người ký là tự ký, không do tổ chức chứng thực cấp',
    'The signer’s certificate is self-signed, not issued by an authority',
  ),
  untrusted: both(
    'Chứng thư không dẫn tới tổ chức chứng thực được tin cậy',
    'The certificate leads to no trusted authority',
  ),
  chain: both('Chuỗi chứng thư không hợp lệ', 'The chain of certificates is not valid'),
  'key-usage': both('Chứng thư không được dùng để ký văn bản', 'The certificate may not be used to sign documents'),
  expired: both('Chứng thư hết hạn', 'A certificate has expired'),
  'not-yet-valid': both('Chứng thư chưa có hiệu lực', 'A certificate is not valid yet'),
  time: both(
    'Thời điểm ký không có, hoặc không nằm giữa lúc tải bản để ký và bây giờ',
    'The time of signing is missing, or not between the file’s making and now',
  ),
  revoked: both('Chứng thư đã bị thu hồi', 'A certificate has been revoked'),
  'crl-missing': both(
    'Không có danh sách thu hồi của nơi cấp chứng thư',
    'There is no revocation list of a certificate’s issuer',
  ),
  'crl-stale': both('Danh sách thu hồi đã quá hạn', 'A revocation list is out of date'),
  'crl-invalid': both(
    'Danh sách thu hồi sai hoặc không đúng nơi cấp',
    'A revocation list is wrong or not of its issuer',
  ),
  'trust-missing': both(
    'Máy chủ chưa được khai tổ chức chứng thực tin cậy (SIGNING_TRUST)',
    'No trusted authorities are set on this server (SIGNING_TRUST)',
  ),
  'trust-invalid': both(
    'Không đọc được tệp chứng thư tin cậy hoặc danh sách thu hồi',
    'The file of trusted certificates or revocation lists cannot be read',
  ),
  'signer-unknown': both(
    'Người ký chưa được quản trị viên đăng ký',
    'The signer has not been registered by an administrator',
  ),
  'signer-unit': both('Người ký thuộc đơn vị khác', 'The signer belongs to another unit'),
  'signer-inactive': both(
    'Tài khoản của người ký đã ngừng hoặc không còn quyền phê duyệt',
    'The signer’s account is deactivated or no approver any more',
  ),
} as const

export type SignatureFault = keyof typeof faults
export const signatureFaults = Object.keys(faults) as SignatureFault[]

/** @param place what of the file, the certificate or the list is meant */
export const fault = (code: SignatureFault, place = '', expected = ''): Problem =>
  new Problem({
    code: `signature/${code}`,
    message: faults[code],
    ...(place ? { place } : {}),
    ...(expected ? { expected } : {}),
  })
