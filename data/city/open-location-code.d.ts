/** Google's Open Location Code 1.0, as far as the address grid uses it. */
declare module 'open-location-code' {
  export class OpenLocationCode {
    encode(latitude: number, longitude: number, codeLength?: number): string
  }
}
