/** Google's Open Location Code 1.0, as far as grid codes use it. */
declare module 'open-location-code' {
  export class OpenLocationCode {
    encode(latitude: number, longitude: number, codeLength?: number): string
    decode(code: string): { latitudeCenter: number; longitudeCenter: number }
  }
}
