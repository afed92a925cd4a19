/** The header in which the secret code of one without an account goes: of an application, of works, of a report. */
export const FOLLOW_HEADER = 'x-follow-code'
