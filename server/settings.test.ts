import { expect, test } from 'vitest'
import { plainSignIn, plainSigning, projectDir, readSettings } from './settings.ts'

test('plain defaults; paths are made whole; a port that is none is refused by name', () => {
  expect(readSettings({})).toEqual({
    port: 8080,
    host: '127.0.0.1',
    dataDir: `${projectDir}/.data`,
    city: null,
    databaseUrl: null,
    adminPasswordFile: null,
    signIn: plainSignIn,
    signing: plainSigning,
    portal: null,
    visitorBytesADay: 4 * 2 ** 30,
    floods: true,
  })
  expect(readSettings({ PORT: '0', CITY: '/a/../b' })).toMatchObject({ port: 0, city: '/b' })
  for (const PORT of ['x', '-1', '65536', '8.5']) expect(() => readSettings({ PORT })).toThrow('PORT')
})

test('whose signatures are trusted: files that are there', () => {
  const here = import.meta.filename
  expect(readSettings({ SIGNING_TRUST: here, SIGNING_CRLS: import.meta.dirname }).signing).toEqual({
    trust: here,
    lists: import.meta.dirname,
  })
  for (const variable of ['SIGNING_TRUST', 'SIGNING_CRLS'])
    expect(() => readSettings({ [variable]: '/khong/co' })).toThrow(variable)
})

test('how people sign in: roles, proxies and the single sign-on, refused by name where they are wrong', () => {
  const env = {
    PUBLIC_URL: 'https://twin.example/',
    TRUST_PROXY: '127.0.0.1, 10.0.0.0/8',
    SECOND_STEP_ROLES: 'approver,admin',
    OIDC_ISSUER: 'https://sso.example/realms/tinh',
    OIDC_CLIENT_ID: 'vithanh',
    OIDC_CLIENT_SECRET_FILE: '/run/x/../secret',
    OIDC_ROLE_CLAIM: 'groups',
    OIDC_ROLES: 'cn=a,ou=b=reviewer',
  }
  expect(() => readSettings(env)).toThrow('OIDC_ROLES')
  const roles = { ...env, OIDC_ROLES: 'to-tham-dinh=reviewer, lanh-dao=approver' }
  expect(readSettings(roles).signIn).toEqual({
    publicUrl: 'https://twin.example',
    trustProxy: ['127.0.0.1', '10.0.0.0/8'],
    secondStepRoles: ['approver', 'admin'],
    oidc: {
      issuer: 'https://sso.example/realms/tinh',
      clientId: 'vithanh',
      clientSecretFile: '/run/secret',
      roleClaim: 'groups',
      roles: [
        ['to-tham-dinh', 'reviewer'],
        ['lanh-dao', 'approver'],
      ],
      unitClaim: null,
    },
  })
  expect(
    readSettings({ OIDC_ISSUER: 'http://127.0.0.1:9', OIDC_CLIENT_ID: 'x' }).signIn.oidc?.clientSecretFile,
  ).toBeNull()
  const fails: [Record<string, string>, string][] = [
    [{ ...roles, OIDC_ISSUER: 'http://sso.example' }, 'OIDC_ISSUER'],
    [{ ...roles, OIDC_CLIENT_ID: '' }, 'OIDC_CLIENT_ID'],
    [{ ...roles, OIDC_ROLE_CLAIM: '' }, 'OIDC_ROLE_CLAIM'],
    [{ ...roles, OIDC_ROLES: 'x=king' }, 'OIDC_ROLES'],
    [{ ...roles, SECOND_STEP_ROLES: 'king' }, 'SECOND_STEP_ROLES'],
    [{ ...roles, PUBLIC_URL: 'twin' }, 'PUBLIC_URL'],
  ]
  for (const [wrong, variable] of fails) expect(() => readSettings(wrong)).toThrow(variable)
})
